"""The script that Streamlit runs for each page."""

from rnnviz.app.navigation import main

main()
