"""How fast pressgauge is beside other tools, and how much memory it takes, on one generated corpus.

`python -m benchmarks` measures all; `python -m benchmarks --help` lists the choices.
"""
