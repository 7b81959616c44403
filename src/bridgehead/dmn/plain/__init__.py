"""Decision tables in YAML and in Excel: two plain forms of the model that DMN XML holds.

A reader (`yaml_reading`, `excel_reading`) gives a `Draft` of what is written; `completing` makes the model of it:
words become strings, columns take what their inputs declare, and decisions require what they name. A writer takes the
`essence` of a model, which is all that a plain form says of it, and refuses what has none.
"""
