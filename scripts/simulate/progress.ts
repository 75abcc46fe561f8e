const WIDTH = 32;
const STEP_SHARE = 0.1;

/** A bar on a terminal, and a line every tenth of the way elsewhere. */
export class Progress {
  private told = -1;

  constructor(private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>) {}

  /** `share` is in [0, 1]; `words` say where the play is. */
  show(share: number, words: string): void {
    const whole = Math.floor(share * WIDTH);
    const step = this.out.isTTY ? whole : Math.floor(share / STEP_SHARE);
    if (step === this.told) return;
    this.told = step;
    const bar = `[${'█'.repeat(whole)}${'·'.repeat(WIDTH - whole)}] ${String(Math.round(share * 100)).padStart(3)} % ${words}`;
    this.out.write(this.out.isTTY ? `\r${bar}\u001b[K` : `${bar}\n`);
  }

  end(): void {
    if (this.out.isTTY) this.out.write('\n');
  }
}
