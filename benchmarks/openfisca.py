"""OpenFisca, the peer that decides many claims at once."""

from datetime import date
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.reference import FIRST, LAST, LAST_FILED, Columns

CLAIM = build_entity(key="claim", plural="claims", label="A claim", is_person=True)
INPUTS = ("train number", "kind", "stop", "same day and train", "passengers", "nights", "paid sights", "ticket rate")
"""Texts come as codes (OpenFisca's enums hold codes too), the rate in hundredths (its numbers are float32), trains as
known or not."""

YEAR = periods.period("2023")


class Prize(Variable):  # type: ignore[misc]
    """The prize of a claim, 0 for none."""

    value_type = int
    entity = CLAIM
    definition_period = periods.DateUnit.YEAR

    def formula(claim: Any, period: Any) -> Any:  # noqa: N805 - OpenFisca calls it with the population
        completed_on, kind, passengers = (claim(name, period) for name in ("completed_on", "kind", "passengers"))
        stop = claim("stop", period)
        shared = (
            (completed_on >= FIRST)
            & (completed_on <= LAST)
            & (claim("submitted_on", period) <= LAST_FILED)
            & claim("same_day_and_train", period)
            & ((stop == 0) | (stop == 1))
            & (claim("nights", period) >= 1)
            & (claim("paid_sights", period) >= 2)
            & (claim("ticket_rate", period) >= 50)
            & claim("train_number", period)
        )
        train = ((kind == 0) | (kind == 2)) & (passengers >= 400)
        return np.where(shared, np.where(train, 1, np.where((kind == 1) & (passengers >= 200), 2, 0)), 0)


def system() -> TaxBenefitSystem:
    """The rule as a system of one entity, with a variable for each input."""
    rules = TaxBenefitSystem([CLAIM])
    kinds = {name: bool if "train" in name else int for name in INPUTS} | {"completed on": date, "submitted on": date}
    for name, kind in kinds.items():
        body = {"value_type": kind, "entity": CLAIM, "definition_period": periods.DateUnit.YEAR}
        rules.add_variable(type(name.replace(" ", "_"), (Variable,), body))
    rules.add_variable(Prize)
    return rules


def decide(rules: TaxBenefitSystem, claims: Columns) -> np.ndarray[Any, Any]:
    """Build a simulation, set its inputs, calculate: the whole way that a caller goes."""
    simulation = SimulationBuilder().build_default_simulation(rules, count=len(claims["kind"]))
    for name in (*INPUTS, "completed on"):
        simulation.set_input(name.replace(" ", "_"), YEAR, claims[name])
    simulation.set_input("submitted_on", YEAR, claims["submitted at"].astype("datetime64[D]"))
    return simulation.calculate("Prize", YEAR)  # type: ignore[no-any-return]
