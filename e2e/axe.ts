import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Violations of WCAG 2.2 A and AA on the page as it stands, of the named rules alone when there are any. */
export async function violations(page: Page, rules: string[] | null = null): Promise<string[]> {
  // A colour on its way from one scheme or state to another is no colour of the page.
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  // The pages have no frames, for which alone the other mode opens a second page at every look; only violations are read.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const scoped =
    rules === null
      ? builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      : builder.withRules(rules);
  const { violations: found } = await scoped.analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
