/** Pods with certain labels in namespaces other than one. */
export interface PodsElsewhere {
  /** Most Pods first. */
  readonly namespaces: readonly {
    readonly namespace: string;
    readonly pods: number;
    readonly examples: readonly string[];
  }[];
  /** False: there are more than were read, so that the numbers are "at least", and namespaces may be missing. */
  readonly whole: boolean;
}
