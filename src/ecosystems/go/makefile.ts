/** A rule of a Makefile. */
export interface Rule {
  readonly prerequisites: readonly string[];
  readonly recipe: readonly string[];
}

/** What is understood of a Makefile: rules and variables that stand there plainly. */
export interface Makefile {
  readonly first: string | null;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Null: its value is not known (set twice, in a condition, or by a function). */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Variables that recipes see in their environment. */
  readonly exported: ReadonlySet<string>;
}

const ASSIGNMENT = /^(export\s+)?([\w.-]+)\s*(\?|::?|\+|!)?=\s*(.*)$/;
const RULE = /^([^\s:#=][^:=#]*?)\s*::?(?!=)\s*([^#;]*)(?:;\s*(.*))?$/;
const CONDITION = /^(?:ifeq|ifneq|ifdef|ifndef)\b/;

/** Reads a Makefile; null: it includes others, makes rules by functions, or has rules in conditions. Source: GNU make manual, «Writing Makefiles». */
export function readMakefile(text: string): Makefile | null {
  const rules = new Map<string, { prerequisites: string[]; recipe: string[] }>();
  const variables = new Map<string, string | null>();
  const exported = new Set<string>();
  let first: string | null = null;
  let current: string[] = [];
  let depth = 0;
  for (const line of text
    .replace(/\r/g, '')
    .replace(/\\\n[ \t]*/g, ' ')
    .split('\n')) {
    if (line.startsWith('\t') && current.length > 0) {
      for (const name of current) rules.get(name)?.recipe.push(line.trim());
      continue;
    }
    const plain = line.trim();
    if (plain === '' || plain.startsWith('#') || plain === 'else' || /^else\s+if/.test(plain)) continue;
    if (CONDITION.test(plain)) depth += 1;
    else if (plain === 'endif') depth -= 1;
    else if (/^(?:-?include|sinclude|define|\$\(eval|\$\(foreach|\$\(call)\b/.test(plain)) return null;
    else {
      const assigned = ASSIGNMENT.exec(plain);
      if (assigned) {
        const [, out, name = '', kind, value = ''] = assigned;
        if (out) exported.add(name);
        const isPlain = depth === 0 && kind !== '!' && kind !== '+' && (!variables.has(name) || kind === '?');
        if (kind !== '?' || !variables.has(name)) variables.set(name, isPlain ? value.replace(/\s+#.*$/, '') : null);
        current = [];
      } else if (/^export\b/.test(plain)) for (const name of plain.split(/\s+/).slice(1)) exported.add(name);
      else if (!/^(?:unexport|override|vpath|undefine)\b/.test(plain)) {
        const rule = RULE.exec(plain);
        if (!rule || depth > 0) return null;
        current = (rule[1] ?? '').split(/\s+/);
        const prerequisites = (rule[2] ?? '').replaceAll('|', ' ').split(/\s+/).filter(Boolean);
        for (const name of current) {
          const known = rules.get(name) ?? { prerequisites: [], recipe: [] };
          known.prerequisites.push(...prerequisites);
          if (rule[3]) known.recipe.push(rule[3]);
          rules.set(name, known);
          if (first === null && !name.startsWith('.') && !name.includes('%')) first = name;
        }
      }
    }
  }
  return { first, rules, variables, exported };
}

/** A recipe line as the shell gets it: known variables put in, the others as variables of the shell, whose value is not known. */
export function expandRecipe(line: string, target: string, { variables }: Makefile, depth = 0): string {
  return line.replace(/\$(?:\$|\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\}|(\S))/g, (all, round, curly, single) => {
    if (all === '$$') return '$';
    const name: string = round ?? curly ?? single ?? '';
    if (name === '@') return target;
    if (name === 'MAKE') return 'make';
    const value = variables.get(name);
    if (value !== undefined && value !== null && depth < 8)
      return expandRecipe(value, target, { variables } as Makefile, depth + 1);
    return /^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : '${make_function}';
  });
}
