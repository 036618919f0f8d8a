"""A MuJoCo 2.2.2 in the place of Python's package mujoco: as much of it as Gymnasium's worlds call.

There is no such package of that release, but Debian has the library (libmujoco2.2.2). Where its fields
lie on 64-bit Linux is from its headers (libmujoco-dev), by offsetof. record_mujoco.py uses it.
"""

import ctypes
import sys
import types

import numpy as np

VERSION = "2.2.2"

# Where it lies, and for arrays their shape in sizes of the model.
SIZES = {"nq": 0, "nv": 4, "nu": 8, "na": 12, "nbody": 16, "nsite": 28, "ntendon": 116}
TIME_STEP = 232
MODEL = {"body_mass": (1240, "nbody"), "actuator_ctrlrange": (2792, "nu", 2)}
DATA = {
    "qpos": (40376, "nq"),
    "qvel": (40384, "nv"),
    "act": (40392, "na"),
    "ctrl": (40408, "nu"),
    "qacc": (40448, "nv"),
    "xpos": (40480, "nbody", 3),
    "xipos": (40504, "nbody", 3),
    "site_xpos": (40552, "nsite", 3),
    "cinert": (40616, "nbody", 10),
    "ten_length": (40664, "ntendon"),
    "ten_velocity": (40944, "ntendon"),
    "cvel": (40960, "nbody", 6),
    "qfrc_actuator": (41088, "nv"),
    "qfrc_constraint": (41136, "nv"),
    "cfrc_ext": (41168, "nbody", 6),
}
BODY, CAMERA = 1, 7  # mjtObj


def array(struct, model, where, *shape):
    sizes = tuple(getattr(model, size) if isinstance(size, str) else size for size in shape)
    if 0 in sizes:
        return np.zeros(sizes)
    pointer = ctypes.c_void_p.from_address(struct + where).value
    count = int(np.prod(sizes))
    return np.ctypeslib.as_array((ctypes.c_double * count).from_address(pointer)).reshape(sizes)


def stand_in(path):
    """Makes `import mujoco` give the library at a path."""
    library = ctypes.CDLL(path)
    if library.mj_version() != 222:
        raise SystemExit(f"{path} has version {library.mj_version()}; what is known is 222: 2.2.2")
    pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    library.mj_loadXML.restype = library.mj_makeData.restype = pointer
    library.mj_loadXML.argtypes = [text, pointer, text, number]
    library.mj_makeData.argtypes = [pointer]
    library.mj_name2id.argtypes = [pointer, number, text]

    class Model:
        def __init__(self, struct):
            self.struct = struct
            for size, where in SIZES.items():
                setattr(self, size, number.from_address(struct + where).value)
            for name, where in MODEL.items():
                setattr(self, name, array(struct, self, *where))
            step = ctypes.c_double.from_address(struct + TIME_STEP).value
            self.opt = types.SimpleNamespace(timestep=step)
            self.vis = types.SimpleNamespace(
                global_=types.SimpleNamespace(offwidth=0, offheight=0)
            )

        @staticmethod
        def from_xml_path(file):
            error = ctypes.create_string_buffer(1000)
            struct = library.mj_loadXML(file.encode(), None, error, len(error))
            if not struct:
                raise ValueError(error.value.decode())
            return Model(struct)

    class Data:
        def __init__(self, model):
            self.struct = library.mj_makeData(model.struct)
            self.model = model
            for name, where in DATA.items():
                setattr(self, name, array(self.struct, model, *where))

        def body(self, which):
            if isinstance(which, str):
                which = library.mj_name2id(self.model.struct, BODY, which.encode())
            return types.SimpleNamespace(xpos=self.xpos[which])

    def call(name):
        function = getattr(library, name)
        function.restype, function.argtypes = None, [pointer, pointer]

        def called(model, data, nstep=1):
            for _ in range(nstep):
                function(model.struct, data.struct)

        return called

    module = types.ModuleType("mujoco")
    module.__version__ = VERSION
    module.MjModel, module.MjData = Model, Data
    module.mjtObj = types.SimpleNamespace(mjOBJ_CAMERA=CAMERA)
    module.mj_name2id = lambda model, kind, name: library.mj_name2id(
        model.struct, kind, name.encode()
    )
    for name in ["mj_step", "mj_forward", "mj_resetData", "mj_rnePostConstraint"]:
        setattr(module, name, call(name))
    sys.modules["mujoco"] = module
