"""`make bench`: how fast rnnviz is, as ratios to something measured beside it."""

import os

# One thread for everybody; NumPy and PyTorch read this when they are imported.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

from benchmarks import (
    browser,
    bystander,
    classroom,
    commit,
    fixed_points,
    gradient,
    pictures,
    rollout,
    sweep,
)

rollout.report()
print()
gradient.report()
print()
sweep.report()
print()
fixed_points.report()
print()
pictures.report()
print()
browser.report()
print()
commit.report()
print()
classroom.report(bystander.dragging)
