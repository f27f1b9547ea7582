"""The app. The only part of the program that knows Textual."""
