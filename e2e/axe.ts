import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Violations of WCAG 2.2 A and AA on the page as it stands, of the named rules alone when there are any. */
export async function violations(page: Page, rules: string[] | null = null): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const scoped =
    rules === null
      ? builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      : builder.withRules(rules);
  const { violations: found } = await scoped.analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
