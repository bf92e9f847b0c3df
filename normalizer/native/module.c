/* The Python side of the kernel: checks arguments, releases the GIL, makes values of results. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"
#include "reading.h"

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "normalizer.native._kernel",
    "The native kernel; see kernel.py for what stands in where it is missing.", -1, layout_methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) {
    PyObject *module = PyModule_Create(&module_definition);
    if (module == NULL) return NULL;
    if (PyModule_AddType(module, &kernel_type) || PyModule_AddType(module, &costs_type) ||
        PyModule_AddType(module, &graphemes_type) || PyModule_AddType(module, &endings_type) ||
        PyModule_AddType(module, &alphabet_type) || PyModule_AddType(module, &pieces_type) ||
        PyModule_AddType(module, &reader_type) || PyModule_AddType(module, &reading_type) ||
        PyModule_AddType(module, &trails_type) || PyModule_AddType(module, &runs_type) ||
        PyModule_AddType(module, &token_type) ||
        PyModule_AddType(module, &shape_type) || PyModule_AddType(module, &comparer_type) ||
        PyModule_AddType(module, &filed_type) ||
        PyModule_AddFunctions(module, key_methods) ||
        PyModule_AddFunctions(module, meeting_methods) || PyModule_AddIntMacro(module, INTERFACE)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
