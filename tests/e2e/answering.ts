import type { Page } from 'playwright-core';

/** What somebody does who answers a knowledge check. */
export const choose = async (page: Page, options: readonly number[]) => {
	for (const [question, option] of options.entries())
		await page.locator(`input[name="q${question}"][value="${option}"]`).check();
};
export const thanks = (page: Page) => page.getByRole('heading', { name: 'Faleminderit!' }).waitFor();
