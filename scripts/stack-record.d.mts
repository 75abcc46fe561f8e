export interface StackRecord {
  set(name: string, pid: number): void;
  remove(name: string): void;
  close(): void;
}
export function openRecord(dataDir: string, log: (line: string) => void): Promise<StackRecord>;
export function endOrphans(dataDir: string, log?: (line: string) => void): Promise<void>;
