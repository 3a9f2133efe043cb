/** Why and how a shell word is what it is. Offsets are into the instruction's text. */
export interface ShellWord {
  readonly text: string;
  /** The word after quote removal, or null when it holds an expansion, a glob or a substitution. */
  readonly value: string | null;
  /** What it is where no file matches its pattern, as a shell leaves it then (`uvicorn[standard]`); absent: it holds no pattern, or an expansion as well. */
  readonly unmatched?: string;
  /** Names of variables that it expands. */
  readonly variables: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** How a command hangs together with the one before it at its level; `start` for the first. */
export type Connector = 'start' | '&&' | '||' | ';' | '|' | '&' | 'newline';

/** `top`: divided freely. Anything else stays where it is. */
export type Nesting = 'top' | 'pipeline' | 'subshell' | 'group' | 'conditional' | 'loop' | 'function' | 'substitution';

export interface Redirection {
  readonly operator: string;
  /** Null for heredocs. */
  readonly target: ShellWord | null;
}

/** One simple command of a RUN (or the one command of an exec-form RUN). */
export interface Command {
  /** Index in its {@link Script}'s commands. */
  readonly index: number;
  /** The program's name after quote removal and without an environment prefix, `env`, `exec`, `command`, `sudo`, `nice`, `time`; null when not known, or when it only assigns. */
  readonly name: string | null;
  /** The program and its arguments (wrappers above removed), prefix assignments not included. */
  readonly words: readonly ShellWord[];
  readonly connector: Connector;
  readonly nesting: Nesting;
  /** Top-level group (between top-level connectors) that it belongs to; commands of one group are divided never. */
  readonly group: number;
  /** The working directory relative to the instruction's WORKDIR (`.`), or absolute; null after a `cd` that cannot be followed. */
  readonly cwd: string | null;
  /** `A=1 cmd` and `env A=1 cmd`; `text`: the value as written in front of the command, where it is no literal. */
  readonly assignments: readonly { readonly name: string; readonly value: string | null; readonly text?: string }[];
  readonly redirections: readonly Redirection[];
  /** Variables that earlier commands of the RUN may have set: what the environment says of them counts no more. Absent: none. */
  readonly shadowed?: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A top-level element of the RUN: what division keeps whole. */
export interface Group {
  readonly index: number;
  readonly connector: Connector;
  readonly start: number;
  readonly end: number;
  /** What later groups inherit from it through the shell: `cd`, a variable, `export`, `set`, `umask`, `source`, a function, `trap`, `exec` redirection. */
  readonly shares: readonly ('directory' | 'variable' | 'option' | 'umask' | 'source' | 'function' | 'other')[];
  /** Names of shell variables that it sets for later groups / reads from earlier groups. */
  readonly sets: readonly string[];
  readonly uses: readonly string[];
}

export type Script =
  | {
      readonly kind: 'commands';
      readonly commands: readonly Command[];
      readonly groups: readonly Group[];
      /** Whether a failure of each group ends the RUN (`&&` chains, or `;` and newlines under `set -e`); only then may groups be divided. */
      readonly divisible: boolean;
      readonly indivisibleBecause: string | null;
    }
  | { readonly kind: 'not-understood'; readonly because: string };
