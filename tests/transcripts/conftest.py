"""The scenes that these tests play in."""

from fakes.fixtures import scene as scene
from fakes.fixtures import set_scene as set_scene
