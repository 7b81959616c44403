"""Who comes first, and what each is paid: order, quota, sums, ceilings, exclusions, budget, over all claims at once."""
