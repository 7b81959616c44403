"""The fastest profile beside the optimum that a solver of optimal control finds."""

import casadi
import pytest

from bridgehead.swing.profile import fastest

PIECES = 120


def least_time(angle: float, speed: float, acceleration: float, jerk: float) -> float:
    """From rest to rest, with a jerk that is constant over each of many equal pieces of a time that is free.

    Scaled to a speed and an acceleration of one, since the solver's tolerances are absolute.
    """
    second, radian = speed / acceleration, speed**2 / acceleration
    problem = casadi.Opti()
    states, jerks, time = problem.variable(3, PIECES + 1), problem.variable(PIECES), problem.variable()
    step = time / PIECES
    problem.minimize(time)
    for at in range(PIECES):
        turned, fast, pushed = states[0, at], states[1, at], states[2, at]
        problem.subject_to(
            states[:, at + 1]
            == casadi.vertcat(
                turned + fast * step + pushed * step**2 / 2 + jerks[at] * step**3 / 6,
                fast + pushed * step + jerks[at] * step**2 / 2,
                pushed + jerks[at] * step,
            )
        )
    problem.subject_to(states[:, 0] == 0)
    problem.subject_to(states[:, PIECES] == casadi.vertcat(angle / radian, 0, 0))
    problem.subject_to(problem.bounded(0, states[1, :], 1))
    problem.subject_to(problem.bounded(-1, states[2, :], 1))
    most = jerk * second / acceleration
    problem.subject_to(problem.bounded(-most, jerks, most))
    problem.subject_to(time >= 0.01)
    guess = angle / radian + 2
    problem.set_initial(time, guess)
    problem.set_initial(states[1, :], angle / radian / guess)
    problem.solver("ipopt", {"print_time": False}, {"print_level": 0, "sb": "yes"})
    return float(problem.solve().value(time)) * second


@pytest.mark.parametrize(
    ("angle", "speed", "acceleration", "jerk"),
    [
        pytest.param(0.1047, 3.3e-4, 2.4e-5, 2e-6, id="all limits reached, 6 degrees of the example"),
        pytest.param(0.004, 3.3e-4, 2.4e-5, 2e-6, id="the speed not reached"),
        pytest.param(0.001, 3.3e-4, 2.4e-5, 5e-7, id="neither the speed nor the acceleration reached"),
        pytest.param(0.1, 3.3e-4, 2.4e-5, 4e-7, id="the acceleration not reached"),
    ],
)
def test_no_profile_under_the_same_limits_is_faster(
    angle: float, speed: float, acceleration: float, jerk: float
) -> None:
    ours, optimum = fastest(angle, speed, acceleration, jerk).time, least_time(angle, speed, acceleration, jerk)
    assert ours <= optimum * (1 + 1e-6)
    assert optimum <= ours * 1.01, "the pieces cost the optimum that much at most"
