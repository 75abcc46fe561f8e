import type { List } from '@/lib/contracts/people';

/** The lists of the workspace as options of a select, each with how many people it has. */
export function ListOptions({ lists }: { lists: readonly List[] }) {
  return lists.map((list) => (
    <option key={list.id} value={list.id}>
      {list.name} ({list.people})
    </option>
  ));
}
