"""The moment that a call gives for now() and today(): the program asks no clock."""

import typer

NOW = typer.Option(help="The moment for now() and today(), as in 2026-01-01T00:00:00Z.")


def moment(text: str | None) -> object:
    """A date and time of FEEL, or None for none."""
    from bridgehead.feel import temporal_text
    from bridgehead.feel.operations import kind

    found = None if text is None else temporal_text.read(text)
    if text is not None and kind(found) != "date and time":
        raise typer.BadParameter(f"«{text}» is not a date and time, as in 2026-01-01T00:00:00Z", param_hint="--now")
    return found
