"""The commands: each is carried out by the module of its name.

Such a module has `async def run(config: Config, output: Output, *, …) -> int`, which takes the command's arguments (see
cli.arguments) by name and gives the exit status. The other modules are what several commands use.
"""
