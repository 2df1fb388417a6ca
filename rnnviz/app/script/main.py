"""The script that Streamlit runs for each page."""

from rnnviz.app.collector import spare_imports
from rnnviz.app.navigation import main

spare_imports()
main()
