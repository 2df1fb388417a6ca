"""The live panel: a renderer in JavaScript, its payload, and its Streamlit component."""
