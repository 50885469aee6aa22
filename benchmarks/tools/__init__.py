"""The same works done by pressgauge and by other tools: one module per tool, one function per work.

Each function prepares (loads, imports, makes a tiny first call) and gives a Job, which is timed.
"""
