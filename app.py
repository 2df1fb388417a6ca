"""The entry point: `streamlit run app.py`, `make run`, or `rnnviz` on the command line."""

from rnnviz.app.navigation import main

main()
