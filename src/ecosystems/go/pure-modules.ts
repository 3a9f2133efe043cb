/**
 * Modules that need no C compiler on Linux, by prefix of their path: what `grep 'import "C"'` finds in none of their files, tests apart, or only in
 * files for other systems, behind a build tag or in commands of their own (docker, mongo-driver, minio, gonum). Looked up in the module cache after
 * downloading what some forty projects require in August 2026,
 * and what web services often require beside.
 */
const WITHOUT_C = `
cel.dev/expr dario.cat/mergo entgo.io/ent filippo.io/edwards25519 firebase.google.com/go github.com/360EntSecGroup-Skylar/excelize
github.com/99designs/gqlgen github.com/Azure/go-ansiterm github.com/AzureAD/microsoft-authentication-extensions-for-go
github.com/AzureAD/microsoft-authentication-library-for-go github.com/BurntSushi/toml github.com/ClickHouse/ch-go github.com/ClickHouse/clickhouse-go
github.com/DATA-DOG/go-sqlmock github.com/GoogleCloudPlatform/opentelemetry-operations-go/detectors/gcp
github.com/GoogleCloudPlatform/opentelemetry-operations-go/exporter/metric
github.com/GoogleCloudPlatform/opentelemetry-operations-go/internal/cloudmock
github.com/GoogleCloudPlatform/opentelemetry-operations-go/internal/resourcemapping github.com/IBM/sarama github.com/KyleBanks/depth
github.com/Masterminds/goutils github.com/Masterminds/semver github.com/Masterminds/sprig github.com/Masterminds/squirrel
github.com/MicahParks/keyfunc github.com/Microsoft/go-winio github.com/ProtonMail/go-crypto github.com/PuerkitoBio/goquery
github.com/PuerkitoBio/purell github.com/PuerkitoBio/urlesc github.com/Shopify/sarama github.com/TwiN/go-color github.com/Unknwon/com
github.com/a-h/templ github.com/agnivade/levenshtein github.com/ajg/form github.com/alecthomas/kingpin github.com/alecthomas/kong
github.com/alecthomas/template github.com/alexedwards/scs github.com/allegro/bigcache github.com/andybalholm/brotli github.com/andybalholm/cascadia
github.com/apache/arrow-go github.com/apache/thrift github.com/arsmn/fiber-swagger github.com/astaxie/beego github.com/beorn7/perks
github.com/bitly/go-hostpool github.com/bmatcuk/doublestar github.com/bmizerany/assert github.com/boombuler/barcode
github.com/brunoscheufler/aws-ecs-metadata-go github.com/bsm/ginkgo github.com/bsm/gomega github.com/bwmarrin/discordgo github.com/bytedance/gopkg
github.com/bytedance/sonic github.com/caarlos0/env github.com/casbin/casbin github.com/casbin/govaluate github.com/cenkalti/backoff
github.com/cespare/xxhash github.com/charmbracelet/log github.com/chenzhuoyu/base64x github.com/chenzhuoyu/iasm github.com/chromedp/chromedp
github.com/clipperhouse/uax29 github.com/cloudflare/circl github.com/cloudwego/base64x github.com/cloudwego/iasm github.com/cncf/xds/go
github.com/cockroachdb/apd github.com/coder/websocket github.com/containerd/errdefs github.com/containerd/log github.com/cpuguy83/go-md2man
github.com/cyphar/filepath-securejoin github.com/davecgh/go-spew github.com/denisenkom/go-mssqldb github.com/dgraph-io/badger
github.com/dgraph-io/ristretto github.com/dgrijalva/jwt-go github.com/dgryski/go-farm github.com/dgryski/go-rendezvous github.com/dhui/dktest
github.com/disintegration/imaging github.com/distribution/reference github.com/docker/docker github.com/docker/go-connections
github.com/docker/go-units github.com/dustin/go-humanize github.com/eapache/go-resiliency github.com/eclipse/paho.mqtt.golang
github.com/elastic/elastic-transport-go github.com/elastic/go-elasticsearch github.com/elastic/go-sysinfo github.com/elastic/go-windows
github.com/emersion/go-imap github.com/emersion/go-smtp github.com/emicklei/go-restful github.com/emirpasic/gods
github.com/envoyproxy/go-control-plane github.com/envoyproxy/protoc-gen-validate github.com/evanphx/json-patch github.com/fatih/color
github.com/felixge/httpsnoop github.com/fsnotify/fsnotify github.com/fxamacker/cbor github.com/gabriel-vasile/mimetype github.com/getsentry/sentry-go
github.com/ghodss/yaml github.com/gin-gonic/gin github.com/glebarez/go-sqlite github.com/glebarez/sqlite github.com/go-co-op/gocron
github.com/go-errors/errors github.com/go-faster/city github.com/go-faster/errors github.com/go-ini/ini github.com/go-jose/go-jose
github.com/go-logr/logr github.com/go-logr/stdr github.com/go-mail/mail github.com/go-ole/go-ole github.com/go-redis/redis github.com/go-resty/resty
github.com/go-rod/rod github.com/go-sql-driver/mysql github.com/go-stack/stack github.com/go-telegram-bot-api/telegram-bot-api github.com/go-test/deep
github.com/gobwas/httphead github.com/gobwas/pool github.com/gobwas/ws github.com/goccy/go-json github.com/goccy/go-yaml github.com/gocolly/colly
github.com/gocql/gocql github.com/gofrs/uuid github.com/gogo/protobuf github.com/golang-jwt/jwt github.com/golang-migrate/migrate
github.com/golang-sql/civil github.com/golang-sql/sqlexp github.com/golang/freetype github.com/golang/groupcache github.com/golang/protobuf
github.com/golang/snappy github.com/gomarkdown/markdown github.com/gomodule/redigo github.com/google/flatbuffers github.com/google/gnostic
github.com/google/gnostic-models github.com/google/go-cmp github.com/google/go-github github.com/google/go-querystring github.com/google/gofuzz
github.com/google/martian github.com/google/pprof github.com/google/s2a-go github.com/google/uuid github.com/google/wire
github.com/googollee/go-socket.io github.com/grpc-ecosystem/grpc-gateway github.com/h2non/filetype github.com/ilyakaznacheev/cleanenv
github.com/imdario/mergo github.com/inconshreveable/mousetrap github.com/jbenet/go-context github.com/jessevdk/go-flags github.com/jinzhu/gorm
github.com/jinzhu/inflection github.com/jinzhu/now github.com/jmespath/go-jmespath github.com/jmoiron/sqlx github.com/joeshaw/multierror
github.com/joho/godotenv github.com/jordan-wright/email github.com/josharian/intern github.com/json-iterator/go github.com/julienschmidt/httprouter
github.com/justinas/alice github.com/justinas/nosurf github.com/kballard/go-shellquote github.com/kelseyhightower/envconfig
github.com/kevinburke/ssh_config github.com/klauspost/compress github.com/klauspost/cpuid github.com/klauspost/crc32 github.com/knadh/koanf
github.com/kr/pretty github.com/kr/text github.com/kylelemons/godebug github.com/lann/builder github.com/lann/ps github.com/leodido/go-urn
github.com/lib/pq github.com/line/line-bot-sdk-go github.com/lucasb-eyer/go-colorful github.com/magefile/mage github.com/magiconair/properties
github.com/mailru/easyjson github.com/matoous/go-nanoid github.com/mattn/go-colorable github.com/mattn/go-isatty github.com/mattn/go-runewidth
github.com/mfridman/interpolate github.com/microcosm-cc/bluemonday github.com/minio/crc64nvme github.com/minio/md5-simd github.com/minio/minio-go
github.com/mitchellh/go-homedir github.com/mitchellh/mapstructure github.com/mmcdole/gofeed github.com/modern-go/concurrent
github.com/modern-go/reflect2 github.com/montanaflynn/stats github.com/morikuni/aec github.com/muesli/termenv github.com/munnerz/goautoneg
github.com/nats-io/nats.go github.com/nats-io/nkeys github.com/nats-io/nuid github.com/ncruces/go-strftime github.com/nedpals/postgrest-go
github.com/nedpals/supabase-go github.com/nfnt/resize github.com/oklog/ulid github.com/olekukonko/tablewriter github.com/olivere/elastic
github.com/opencontainers/go-digest github.com/opencontainers/image-spec github.com/panjf2000/ants github.com/patrickmn/go-cache
github.com/paulmach/orb github.com/pelletier/go-toml github.com/peterbourgon/ff github.com/philhofer/fwd github.com/pierrec/lz4
github.com/pingcap/errors github.com/pjbgf/sha1cd github.com/pkg/browser github.com/pkg/errors github.com/pkg/sftp github.com/planetscale/vtprotobuf
github.com/pmezard/go-difflib github.com/pquerna/otp github.com/pressly/goose github.com/puzpuzpuz/xsync github.com/quic-go/qpack
github.com/quic-go/quic-go github.com/rabbitmq/amqp091-go github.com/rcrowley/go-metrics github.com/redis/go-redis github.com/relvacode/iso8601
github.com/remyoudompheng/bigfft github.com/richardlehane/mscfb github.com/richardlehane/msoleps github.com/rivo/uniseg github.com/robfig/cron
github.com/rogpeppe/go-internal github.com/rs/cors github.com/rs/xid github.com/rs/zerolog github.com/russross/blackfriday github.com/ryanuber/go-glob
github.com/sagikazarmark/locafero github.com/sagikazarmark/slog-shim github.com/samber/lo github.com/sashabaranov/go-openai github.com/satori/uuid.go
github.com/savsgio/dictpool github.com/savsgio/gotils github.com/segmentio/asm github.com/segmentio/conf github.com/segmentio/consul-go
github.com/segmentio/events github.com/segmentio/fasthash github.com/segmentio/kafka-go github.com/segmentio/objconv github.com/segmentio/stats
github.com/sergi/go-diff github.com/sethvargo/go-githubactions github.com/sethvargo/go-retry github.com/shirou/gopsutil github.com/shopspring/decimal
github.com/shurcooL/sanitized_anchor_name github.com/sirupsen/logrus github.com/skeema/knownhosts github.com/skip2/go-qrcode github.com/slack-go/slack
github.com/sosodev/duration github.com/sourcegraph/conc github.com/spiffe/go-spiffe github.com/streadway/amqp github.com/stripe/stripe-go
github.com/subosito/gotenv github.com/supabase-community/supabase-go github.com/supabase/postgrest-go github.com/suyashkumar/dicom
github.com/syndtr/goleveldb github.com/tealeg/xlsx github.com/technoweenie/multipartstreamer github.com/teris-io/shortid github.com/tidwall/gjson
github.com/tidwall/match github.com/tidwall/pretty github.com/tidwall/sjson github.com/tinylib/msgp github.com/tklauser/go-sysconf
github.com/tklauser/numcpus github.com/tmthrgd/go-hex github.com/twitchyliquid64/golang-asm github.com/uber/go-torch github.com/ugorji/go
github.com/unknwon/com github.com/uptrace/bun github.com/urfave/cli github.com/valyala/bytebufferpool github.com/valyala/fasthttp
github.com/valyala/fasttemplate github.com/valyala/tcplisten github.com/vektah/gqlparser github.com/vertica/vertica-sql-go
github.com/vmihailenco/msgpack github.com/vmihailenco/tagparser github.com/x448/float16 github.com/xanzy/ssh-agent github.com/xdg-go/pbkdf2
github.com/xdg-go/scram github.com/xdg-go/stringprep github.com/xrash/smetrics github.com/xuri/efp github.com/xuri/excelize github.com/xuri/nfp
github.com/xyproto/randomstring github.com/youmark/pkcs8 github.com/yuin/goldmark github.com/yusufpapurcu/wmi github.com/zeebo/assert
github.com/zeebo/xxh3 github.com/ziutek/mymysql go.etcd.io/bbolt go.mongodb.org/mongo-driver go.opencensus.io go.opentelemetry.io go.yaml.in/yaml
gonum.org/v1/gonum gopkg.in/alexcesaro/quotedprintable.v3 gopkg.in/check.v1 gopkg.in/gomail.v2 gopkg.in/guregu/null.v4 gopkg.in/inf.v0 gopkg.in/ini.v1
gopkg.in/natefinch/lumberjack.v2 gopkg.in/telebot.v3 gopkg.in/tucnak/telebot.v2 gopkg.in/validator.v2 gopkg.in/warnings.v0 gopkg.in/yaml.v2
gopkg.in/yaml.v3 gorm.io/driver/mysql gorm.io/driver/postgres gorm.io/gorm gotest.tools howett.net/plist lukechampine.com/uint128 nhooyr.io/websocket
olympos.io/encoding/edn xorm.io/builder xorm.io/xorm`;

/** Publishers of many modules, of which every one that was seen is so. */
const PUBLISHERS = `
cloud.google.com/go github.com/Azure/azure-sdk-for-go github.com/aws/ github.com/gin-contrib/ github.com/go-chi/ github.com/go-git/
github.com/go-openapi/ github.com/go-playground/ github.com/gofiber/ github.com/googleapis/ github.com/gorilla/ github.com/hashicorp/
github.com/jackc/ github.com/jcmturner/ github.com/labstack/ github.com/moby/ github.com/prometheus/ github.com/spf13/ github.com/stretchr/
github.com/swaggo/ go.opentelemetry.io/ go.uber.org/ golang.org/x/ google.golang.org/ k8s.io/ modernc.org/ sigs.k8s.io/`;

export const PURE_MODULES: readonly string[] = `${WITHOUT_C} ${PUBLISHERS}`.trim().split(/\s+/);
