import { PURE_MODULES } from './pure-modules.ts';

/**
 * Modules that do not build without a C compiler, or that do and then fail when they run (mattn/go-sqlite3), by prefix of their import path.
 * `alone`: the C code comes with the module and needs nothing but the C library; otherwise it loads libraries of the system as well.
 * Source: the `import "C"` of each module.
 */
const ALONE = `
gorm.io/driver/sqlite github.com/jinzhu/gorm/dialects/sqlite github.com/golang-migrate/migrate/v4/database/sqlite3
crawshaw.io/sqlite github.com/DataDog/zstd github.com/aarzilli/golua github.com/bep/golibsass github.com/blevesearch/cld2
github.com/bvinc/go-sqlite-lite github.com/bytecodealliance/wasmtime-go github.com/chai2010/webp github.com/confluentinc/confluent-kafka-go
github.com/daulet/tokenizers github.com/duckdb/duckdb-go github.com/eatonphil/gosqlite github.com/filecoin-project/filecoin-ffi
github.com/ggerganov/whisper.cpp github.com/ggml-org/whisper.cpp github.com/go-skynet/go-llama.cpp github.com/google/gousb
github.com/herumi/bls-eth-go-binary github.com/karalabe/hid github.com/karalabe/usb github.com/marcboeker/go-duckdb github.com/mattn/go-sqlite3
github.com/mutecomm/go-sqlcipher github.com/rogchap/v8go github.com/smacker/go-tree-sitter github.com/supranational/blst
github.com/tree-sitter/go-tree-sitter github.com/tree-sitter/tree-sitter- github.com/valyala/gozstd github.com/wasmerio/wasmer-go
github.com/wellington/go-libsass github.com/xeodou/go-sqlcipher github.com/zondax/hid rogchap.com/v8go github.com/NVIDIA/go-nvml
github.com/gen2brain/malgo github.com/prysmaticlabs/bls-eth-go github.com/CosmWasm/wasmvm`;

/** Of those, modules with files of C alone, which load nothing of C++. */
const OF_PLAIN_C = `
gorm.io/driver/sqlite github.com/jinzhu/gorm/dialects/sqlite github.com/golang-migrate/migrate/v4/database/sqlite3 crawshaw.io/sqlite
github.com/bvinc/go-sqlite-lite github.com/eatonphil/gosqlite github.com/mattn/go-sqlite3 github.com/mutecomm/go-sqlcipher
github.com/xeodou/go-sqlcipher`;

const WITH_LIBRARIES = `
fyne.io/fyne gocv.io/x/gocv github.com/IBM/go_ibm_db github.com/ThalesIgnite/crypto11 github.com/alexbrainman/odbc github.com/andelf/go-curl
github.com/apple/foundationdb/bindings/go github.com/asticode/go-astiav github.com/canonical/go-dqlite github.com/coreos/go-systemd/v22/sdjournal
github.com/cshum/vipsgen github.com/davidbyttow/govips github.com/diamondburned/gotk4 github.com/donpark/pam github.com/flier/gohs
github.com/gen2brain/x264-go github.com/giorgisio/goav github.com/go-gl/ github.com/godror/godror github.com/google/gopacket/pcap
github.com/gopacket/gopacket/pcap github.com/gordonklaus/portaudio github.com/gotk3/gotk3 github.com/h2non/bimg github.com/hajimehoshi/ebiten
github.com/hajimehoshi/oto github.com/hillu/go-yara github.com/hraban/opus github.com/ibm-messaging/mq-golang github.com/ibmdb/go_ibm_db
github.com/influxdata/flux github.com/jmhodges/levigo github.com/kolesa-team/go-webp github.com/libgit2/git2go github.com/libp2p/go-openssl
github.com/libvirt/libvirt-go github.com/linxGnu/grocksdb github.com/lxc/go-lxc github.com/mattn/go-oci8 github.com/mattn/go-tflite
github.com/miekg/pkcs11 github.com/msteinert/pam github.com/mtrmac/gpgme github.com/otiai10/gosseract github.com/pebbe/zmq
github.com/pion/mediadevices github.com/proglottis/gpgme github.com/sbinet/go-python github.com/DataDog/go-python3
github.com/seccomp/libseccomp-golang github.com/second-state/WasmEdge-go github.com/spacemonkeygo/openssl github.com/tecbot/gorocksdb
github.com/tensorflow/tensorflow github.com/therecipe/qt github.com/veandco/go-sdl2 github.com/wamuir/graft github.com/webview/
github.com/yalue/onnxruntime_go github.com/zeromq/goczmq gopkg.in/goracle.v2 gopkg.in/gographics/imagick gopkg.in/hraban/opus
gopkg.in/rana/ora layeh.com/gopus libvirt.org/ github.com/getlantern/systray github.com/rakyll/portmidi github.com/Kagami/go-avif golang.org/x/mobile
golang.org/x/exp/shiny`;

/** Words of a module's path that no module without C code is likely to have. */
const TELLING =
  /(?:^|[/._-])(?:cgo|libgit2|gocv|opencv|ffmpeg|libav|gstreamer|imagick|libvips|rocksdb|leveldb-go|libzmq|czmq|duckdb|sqlcipher|tesseract|libusb|libpcap|libvirt|onnxruntime|tensorflow|tflite|llama|wasmedge|v8go|openssl|pkcs11|foundationdb|hyperscan|libseccomp|gpgme)(?:$|[/._-])/i;

const alone = ALONE.trim().split(/\s+/);
const plain = OF_PLAIN_C.trim().split(/\s+/);
const withLibraries = WITH_LIBRARIES.trim().split(/\s+/);

export type NeedOfC = 'none' | 'compiler' | 'libraries' | 'unknown';

/** What an import path or a module path needs of C; `unknown`: no table lists it. */
export function needOfC(path: string): NeedOfC {
  if (withLibraries.some((prefix) => isOf(prefix, path))) return 'libraries';
  if (alone.some((prefix) => isOf(prefix, path))) return 'compiler';
  // Paths without a dot in front are the standard library.
  if (!path.split('/')[0]?.includes('.') || PURE_MODULES.some((prefix) => isOf(prefix, path))) return 'none';
  return TELLING.test(path) ? 'libraries' : 'unknown';
}

/** What it needs of C is in C alone. */
export function isPlainC(path: string): boolean {
  return plain.some((prefix) => isOf(prefix, path));
}

/** A module's path, one below it, or another major version of it (`pebbe/zmq4`, `yaml.v3`). */
function isOf(prefix: string, path: string): boolean {
  if (!path.startsWith(prefix)) return false;
  return /[/-]$/.test(prefix) || /^(?:\d*(?:\/|$)|\.v)/.test(path.slice(prefix.length));
}
