interface Chromium {
  executablePath: string | undefined;
  from: string;
}
export function findChromium(): Promise<Chromium | undefined>;
export function ensureChromium(log?: (line: string) => void): Promise<Chromium>;
