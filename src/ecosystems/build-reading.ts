import type { BaseImage } from '../base-images/base-image.ts';
import type { CommandReading } from '../command-reading.ts';
import type { Evidence } from '../decision.ts';

/** Where a build runs. */
export interface BuildPlace {
  /** The image that builds, followed through stages; null: not known. */
  readonly base: BaseImage | null;
  /** Every command of its stage and of those that it starts from. */
  readonly commands: readonly CommandReading[];
}

/** How a build makes a file that runs without any library of the system. */
export interface StaticBuild {
  /** Variables that the build needs for it (`CGO_ENABLED=0`); none: it links nothing of the system as it stands. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why that changes nothing but the linking, as a clause; left out: no package that is built needs C. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
}

/** How a build makes for one platform while it runs on another. */
export interface CrossBuild {
  /** Variables to set for it, in terms of the builder's own (`GOARCH=$TARGETARCH`); none: they are set already. */
  readonly variables: Readonly<Record<string, string>>;
  /** Arguments of the builder that it reads, which its stage has to declare. */
  readonly arguments: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** What a build command leaves behind. */
export interface BuildReading {
  /** Files or folders that it writes, most specific known: context-relative, or absolute image paths where they begin with `/`. */
  readonly outputs: readonly string[];
  /** Files or folders that it writes as well, and that only builds read (`.svelte-kit`, a compiler's cache). */
  readonly intermediate?: readonly string[];
  /** Context-relative files and folders that it takes in whole: its outputs stand for them at run time. */
  readonly takes?: readonly string[];
  /** Context folders of which each file is compiled by itself, and where its form that runs may lie. */
  readonly compiles?: readonly { readonly from: string; readonly to: string }[];
  /** It may write into the dependency folders as well (`prisma generate`, patch-package). */
  readonly writesDependencies: boolean;
  /** Names of environment variables that it bakes into its output (`VITE_*`), patterns allowed. */
  readonly bakes: readonly string[];
  readonly evidence: readonly Evidence[];
}
