"""The public's face: services with their forms, what became of a record, notices and rules."""
