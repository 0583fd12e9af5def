/** Counts what is under way and tells when nothing is: cheaper than a set of promises, each watched by another one. */
export interface UnderWay {
  begin(): void
  end(): void
  /** Resolves when everything that has begun has ended. */
  idle(): Promise<void>
}

export function createUnderWay(): UnderWay {
  let count = 0
  let waiting: (() => void)[] = []
  return {
    begin: () => void count++,
    end() {
      if (--count > 0) return
      const told = waiting
      waiting = []
      for (const tell of told) tell()
    },
    async idle() {
      while (count > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
