/** What a program that failed seems to miss, and how to give it to both sides. */
export interface Missing {
  readonly what: string;
  readonly remedy: string;
}

interface Symptom {
  readonly pattern: RegExp;
  /** Undefined: on a closer look it is none. */
  readonly missing: (match: RegExpMatchArray) => Missing | undefined;
}

/** What common servers listen on by default. Source: IANA's service names, and each server's own documentation. */
const SERVERS: Readonly<Record<string, string>> = {
  '1433': 'SQL Server',
  '3306': 'MySQL',
  '4222': 'NATS',
  '5432': 'PostgreSQL',
  '5672': 'RabbitMQ',
  '6379': 'Redis',
  '9042': 'Cassandra',
  '9092': 'Kafka',
  '9200': 'Elasticsearch',
  '11211': 'memcached',
  '27017': 'MongoDB',
};

function server(host: string, port: string): Missing {
  const name = SERVERS[port];
  return {
    what: `a server at ${host}:${port}${name === undefined ? '' : ` (${name}’s port)`} that does not answer`,
    remedy:
      'start one, give its address with --env NAME=VALUE or --env-file FILE, and its network with --run-arg=--network=NAME (host: this machine’s)',
  };
}

const variable = (name: string): Missing => ({
  what: `the variable ${name}`,
  remedy: `give it with --env ${name}=VALUE or --env-file FILE`,
});

/** Words in capitals that programs print and that name no variable. */
const NO_VARIABLE =
  /^(?:ERROR|WARN(?:ING)?|FATAL|INFO|DEBUG|CRITICAL|TypeError|E[A-Z]{4,}|HTTP|HTTPS|URL|JSON|NODE|GET|POST)$/;
const named = (name: string | undefined) => (name === undefined || NO_VARIABLE.test(name) ? undefined : variable(name));

const SYMPTOMS: readonly Symptom[] = [
  // Node.js: connect ECONNREFUSED 127.0.0.1:5432 · connect ECONNREFUSED ::1:5432
  {
    pattern: /\b(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) (\[?[\w.:-]+?\]?):(\d{2,5})\b/,
    missing: ([, host = '', port = '']) => server(host, port),
  },
  // Go: dial tcp 127.0.0.1:6379: connect: connection refused · dial tcp: lookup db: no such host
  {
    pattern: /\bdial tcp (\[?[\w.:-]+?\]?):(\d{2,5}): (?:connect: connection refused|i\/o timeout)/,
    missing: ([, host = '', port = '']) => server(host, port),
  },
  // libpq: connection to server at "localhost" (127.0.0.1), port 5432 failed
  {
    pattern: /connection to server at "([^"]+)"[^,]*, port (\d+) failed/,
    missing: ([, host = '', port = '']) => server(host, port),
  },
  {
    pattern:
      /\b(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)|\blookup ([\w.-]+)(?: on [\d.:]+)?: no such host|could not translate host name "([^"]+)"/,
    missing: ([, a, b, c]) => ({
      what: `a host called ${a ?? b ?? c}`,
      remedy: 'give the address of one that is there, with --env NAME=VALUE or --env-file FILE',
    }),
  },
  // Python: KeyError: 'DATABASE_URL'
  { pattern: /\bKeyError: '([A-Z][A-Z0-9_]{2,})'/, missing: ([, name]) => named(name) },
  // prisma: Environment variable not found: DATABASE_URL. · missing environment variable "X" · Missing required env var: X
  {
    pattern:
      /\benv(?:ironment)?[ -]?(?:var(?:iable)?s?)?\b[^\n]{0,40}?["'`«:] ?["'`]?([A-Z][A-Z0-9_]{2,})\b|\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b["'`]?,? (?:environment variable )?(?:is|was|must be|has to be|needs to be|are) (?:not |un|required|missing|set|defined|undefined|provided|empty)/i,
    missing: ([, a, b]) => capitals(a ?? b),
  },
  {
    pattern: /\b(?:missing|required|undefined|set|provide|need)\b[^\n]{0,30}?\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/,
    missing: ([, name]) => named(name),
  },
];

/** The pattern that ignores case in its words must not do so in a variable's name. */
function capitals(name: string | undefined): Missing | undefined {
  return name !== undefined && name === name.toUpperCase() ? named(name) : undefined;
}

/** Reads a failed program's last words for what it misses from its surroundings: a server, a host, a variable. Each once, in order. */
export function missingFrom(lastLines: readonly string[]): readonly Missing[] {
  const found = new Map<string, Missing>();
  for (const line of lastLines) {
    for (const { pattern, missing } of SYMPTOMS) {
      const match = line.match(pattern);
      const told = match === null ? undefined : missing(match);
      if (told !== undefined) {
        found.set(told.what, told);
        break;
      }
    }
  }
  return [...found.values()];
}
