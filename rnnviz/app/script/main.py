"""The script that Streamlit runs for each page."""

import gc

from rnnviz.app.navigation import main

# What was imported stays: the collector need not look at it again and again, as it does where
# sessions come and go.
if gc.get_freeze_count() == 0:
    gc.collect()
    gc.freeze()

main()
