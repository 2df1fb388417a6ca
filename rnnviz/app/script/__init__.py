"""The script of the app, apart from `pages/`.

Streamlit takes a folder of that name beside a script for its pages. A server would then show the
first visitor who asks for one of them that page alone, without the frame around it.
"""
