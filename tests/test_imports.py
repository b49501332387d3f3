"""No module imports, over whichever others, one that imports it: also not for the type checker alone, nor late."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp


def test_no_two_modules_import_each_other() -> None:
    """But for the command line, whose runner calls the app that its commands make up."""
    graph = grimp.build_graph("dealcraft", exclude_type_checking_imports=False, cache_dir=None)
    imports = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if not module.startswith("dealcraft.cli")
    }
    TopologicalSorter(imports).prepare()
