"""Events, sealed and provable. `append` is for actions alone; `read`, `chain`, `events` and `verify` are for all."""
