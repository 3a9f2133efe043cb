/**
 * Python packages that load shared libraries of the system, or start programs of it, and what brings those on Debian: a `-dev` package whose runtime
 * half counts (src/system-packages), or a package by its own name. Source: for packages with wheels, what `readelf -d` of their libraries names and
 * neither the wheel nor every slim image has (the wheels for CPython 3.11 of November 2026: libc, libstdc++, libgcc and zlib are in all of them);
 * for the others, which are compiled, and for programs, their installation notes. Wheels that bring their libraries are not here but in
 * {@link COMPILED_WHEELS}. What a package loads beyond the list is found by the audit of `--prove`.
 */
export const NEEDS_OF_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  cairocffi: ['libcairo2'],
  cairosvg: ['libcairo2'],
  'dbus-python': ['libdbus-1-dev'],
  // Its wheel brings GDAL, and not expat.
  fiona: ['libexpat1'],
  gssapi: ['libgssapi-krb5-2'],
  kerberos: ['libgssapi-krb5-2'],
  // Its wheel asks for libgomp.so.1 and does not bring it (4.7.0: `readelf -d lib_lightgbm.so`); in the full image the compilers do.
  lightgbm: ['libgomp1'],
  // Compiled with OpenMP where they are installed.
  implicit: ['libgomp1'],
  'llama-cpp-python': ['libgomp1'],
  pot: ['libgomp1'],
  m2crypto: ['libssl-dev'],
  mysqlclient: ['default-libmysqlclient-dev'],
  // The wheels bring Qt and ffmpeg, and ask for these beside them; the headless ones ask for nothing.
  'opencv-contrib-python': ['libgl1', 'libglib2.0-0', 'libsm6', 'libxext6'],
  'opencv-python': ['libgl1', 'libglib2.0-0', 'libsm6', 'libxext6'],
  pdf2image: ['poppler-utils'],
  psycopg: ['libpq-dev'],
  'psycopg-c': ['libpq-dev'],
  psycopg2: ['libpq-dev'],
  psycopg2cffi: ['libpq-dev'],
  pycairo: ['libcairo2-dev'],
  pycurl: ['libcurl4-openssl-dev'],
  pydub: ['ffmpeg'],
  pygobject: ['libglib2.0-dev', 'gir1.2-glib-2.0'],
  pygraphviz: ['libgraphviz-dev', 'graphviz'],
  graphviz: ['graphviz'],
  pyicu: ['libicu-dev'],
  pykerberos: ['libgssapi-krb5-2'],
  pylibmc: ['libmemcached-dev'],
  pyodbc: ['unixodbc-dev'],
  pytesseract: ['tesseract-ocr'],
  'python-ldap': ['libldap2-dev', 'libsasl2-dev'],
  'python-magic': ['libmagic1'],
  rasterio: ['libexpat1'],
  rpy2: ['r-base-core'],
  // It loads the library by its name (`ctypes`): no wheel for Linux brings it.
  sounddevice: ['libportaudio2'],
  uwsgi: ['libxml2-dev'],
  pyuwsgi: ['libexpat1'],
  wand: ['libmagickwand-dev'],
  weasyprint: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'],
  xmlsec: ['libxmlsec1-dev'],
  gitpython: ['git'],
  'setuptools-scm': [],
};

/**
 * Libraries that packages for compiling bring along (`apt-get install -s` on Debian 12: gcc depends on libgomp1 by way of libgcc-12-dev, g++ on Kerberos'
 * by way of libc6-dev, python3, git and cmake on expat): they go with them, although nobody named them.
 */
export const BROUGHT_ALONG: ReadonlySet<string> = new Set(['libexpat1', 'libgomp1', 'libgssapi-krb5-2']);

/**
 * Packages that bind to what no slim image gets by one library: devices, browsers, desktops, whole database clients, or that load what is found at run
 * time. A smaller base is refused for them.
 */
export const BOUND_TO_THE_SYSTEM: readonly string[] = [
  'cx-oracle',
  'dlib',
  'face-recognition',
  'gdal',
  'ibm-db',
  'libvirt-python',
  'mayavi',
  'mpi4py',
  'open3d',
  'pyaudio',
  'pygame',
  'pyhdf',
  'pyqt5',
  'pyqt5-qt5',
  'pyqt6',
  'pyside6',
  'pyside6-essentials',
  'systemd-python',
  'vtk',
];

/**
 * Packages whose compiled part is published for glibc (`manylinux`) and brings its libraries. They make a move to musl impossible or slow; on a
 * smaller glibc image they run as they are.
 */
export const COMPILED_WHEELS: readonly string[] = (
  'aiohttp argon2-cffi asyncpg av bcrypt blis brotli cartopy catboost cffi confluent-kafka contourpy cryptography cymem duckdb faiss-cpu frozenlist gensim gevent ' +
  'google-crc32c greenlet grpcio grpcio-tools h3 h5py hiredis httptools kiwisolver lightgbm llvmlite lxml markupsafe matplotlib msgpack multidict murmurhash ' +
  'mypy-extensions numba numpy onnxruntime opencv-contrib-python-headless opencv-python-headless orjson pandas pillow polars preshed propcache protobuf psutil ' +
  'psycopg-binary psycopg2-binary pikepdf pycryptodome pymediainfo pymupdf pyreadstat pyvips-binary pyarrow pydantic-core pymongo pymssql pynacl pyproj pyrsistent pyyaml pyzmq rapidfuzz regex ' +
  'rpds-py rtree ruamel-yaml-clib safetensors scikit-image scikit-learn scipy sentencepiece shapely simplejson soundfile spacy sqlalchemy srsly statsmodels tensorflow ' +
  'tensorflow-cpu thinc tiktoken tokenizers torch torchaudio torchvision tornado ujson uvloop watchfiles websockets wrapt xgboost yarl zstandard'
).split(' ');

/** Needs that the full `python` image (buildpack-deps) does not bring: who uses them installed them, and that stays. */
export const NOT_IN_THE_FULL_IMAGE: readonly string[] = [
  'ffmpeg',
  'gir1.2-glib-2.0',
  'graphviz',
  'libgraphviz-dev',
  'libgl1',
  'libharfbuzz-subset0',
  'libldap2-dev',
  'libmemcached-dev',
  'libportaudio2',
  'libsasl2-dev',
  'libxmlsec1-dev',
  'poppler-utils',
  'r-base-core',
  'tesseract-ocr',
  'unixodbc-dev',
];
