import type { LineRange } from '../dockerfile/document.ts';

/** Somebody outside the Dockerfile who builds or runs it, or the image that comes out of it. */
export interface Consumer {
  readonly kind: 'compose' | 'bake' | 'ci' | 'devcontainer' | 'procfile' | 'makefile' | 'skaffold' | 'fly' | 'script';
  /** Repository path of the file that says it. */
  readonly file: string;
  /** 1-based, where known. */
  readonly lines: LineRange | null;
  /** Its name there: the compose service, the bake target, the CI job. */
  readonly name: string;
  /** Repository path of the Dockerfile that it builds; null when it only refers to this folder's image. */
  readonly dockerfile: string | null;
  /** Repository path of the build context; null when not known. */
  readonly context: string | null;
  /** As written when it holds a variable that has no default. */
  readonly target: string | null;
  /** Build arguments that it passes; null: from the environment. */
  readonly buildArgs: Readonly<Record<string, string | null>>;
  /** The command or entrypoint it runs instead, as one line; null: the image's own. */
  readonly command: string | null;
  readonly entrypoint: string | null;
  readonly user: string | null;
  readonly healthcheck: string | null;
  /** Bind mounts (`source` is a repository path, or null when it is outside the repository or not known), and named or anonymous volumes (`source` null). */
  readonly mounts: readonly {
    readonly kind: 'bind' | 'volume';
    readonly source: string | null;
    readonly target: string;
  }[];
  /** Where it keeps its layer cache (`type=gha,mode=max`), as written; absent: it does not say. `mode=min` and `type=inline` keep final-stage layers only. */
  readonly cacheTo?: string;
  /** A builder that is not BuildKit: Kaniko, the classic builder, buildah; null: BuildKit or not said. */
  readonly builder: 'kaniko' | 'classic' | 'buildah' | null;
  /** What shows that it builds with BuildKit (`docker buildx build`); absent: nothing does. */
  readonly buildKit?: string;
}
