import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { OWNER } from '../../scripts/n8n/client.mts';
import { cacheFolder } from '../../scripts/n8n/folder.mts';
import { runProgram } from './programs';

/** Pictures of the editor that tests have taken, kept until the next time: `MEDIA_JOBS_SCREENSHOTS`, else `screenshots` in the cache. */
const PICTURES = process.env['MEDIA_JOBS_SCREENSHOTS'] || join(cacheFolder(), 'screenshots');

/** Pixels around a workflow in its picture: below its nodes stand their names, and behind the last one a button for more. */
const [MARGIN, LABEL, BUTTON] = [32, 48, 80];

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** n8n's editor in Debian's Chromium, which reaches nothing but this machine. */
export class Editor {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async open(url: string): Promise<Editor> {
    await mkdir(PICTURES, { recursive: true });
    const program = (await runProgram('sh', ['-c', 'command -v chromium'])).stdout.toString().trim();
    const browser = await chromium.launch({
      executablePath: program,
      args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 810 } });
    page.setDefaultTimeout(60_000);
    return new Editor(browser, page, url);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** What n8n marks with an id for tests. */
  part(id: string): Locator {
    return this.page.locator(`[data-test-id="${id}"]`);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** As the owner, by the form. */
  async logIn(): Promise<void> {
    await this.goTo('/signin');
    await this.page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
    await this.page.locator('input[type="password"]').fill(OWNER.password);
    await this.part('form-submit-button').click();
    await this.page.waitForURL(/home/);
  }

  async newWorkflow(): Promise<void> {
    await this.goTo('/workflow/new');
    await this.part('canvas-add-button').waitFor();
  }

  /** Finds a node by words of the search and chooses it: n8n adds it to the canvas, or to what is on it, and opens its panel; of one that can do several things it lists these. @returns the names of all that were found */
  async addNode(words: string, name: string): Promise<string[]> {
    await this.part('canvas-add-button').or(this.part('node-creator-plus-button')).first().click();
    await this.part('node-creator-search-bar').fill(words);
    const found = this.part('node-creator-item-name');
    await found.filter({ hasText: name }).first().waitFor();
    const names = (await found.allTextContents()).map((text) => text.trim());
    await found.filter({ hasText: name }).first().click();
    return names;
  }

  /** Adds a node of this package, which n8n first shows with its description, or with its actions. @param how the words there by which it is added */
  async addOurNode(words: string, name: string, how = 'Add to workflow'): Promise<string[]> {
    const names = await this.addNode(words, name);
    await this.page.getByText(how, { exact: true }).click();
    await this.part('ndv').waitFor();
    return names;
  }

  /** Chooses from a drop-down of a node's panel. */
  async choose(parameter: string, option: string): Promise<void> {
    await this.part(`parameter-input-${parameter}`).click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** Says in one line where a file comes from, and which it is. @param mode as it is saved: n8n has words of its own for some */
  async chooseMedia(parameter: string, mode: string, value: string): Promise<void> {
    const line = this.part(`resource-locator-${parameter}`);
    await line.locator('[data-test-id="rlc-mode-selector"]').click();
    await this.part(`mode-${mode}`).click();
    await line.locator('[data-test-id="rlc-input-container"] input').fill(value);
  }

  /** @returns those of the words by which a node is found */
  async whoFinds(name: string, searches: readonly string[]): Promise<string[]> {
    await this.part('canvas-add-button').click();
    const found: string[] = [];
    for (const words of searches) {
      await this.part('node-creator-search-bar').fill(words);
      const item = this.part('node-creator-item-name').filter({ hasText: name }).first();
      const isThere = await item.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (isThere) found.push(words);
    }
    return found;
  }

  async fill(parameter: string, text: string): Promise<void> {
    await this.part(`parameter-input-${parameter}`).locator('input').fill(text);
  }

  /** Ends when a node that was run says so no longer: its button can be pressed again, and the message about it has been put away. */
  async untilAtRest(): Promise<void> {
    await this.part('node-execute-button').getByText('Execute step').waitFor();
    await this.page.locator('.el-notification__closeBtn').click();
    await this.page.locator('.el-notification').waitFor({ state: 'detached' });
  }

  /** Keeps a picture of what is to be seen. */
  async picture(name: string, clip?: Box): Promise<void> {
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled', ...(clip && { clip }) });
  }

  /** Keeps a picture of the nodes and notes on the canvas. */
  async pictureOfWorkflow(name: string): Promise<void> {
    await this.part('zoom-to-fit').click();
    // The lowest node would lie behind the button.
    await this.part('zoom-out-button').click();
    const boxes = (
      await Promise.all((await this.page.locator('.vue-flow__node').all()).map((node) => node.boundingBox()))
    ).filter((box) => box !== null);
    const [left, top] = [Math.min(...boxes.map(({ x }) => x)) - MARGIN, Math.min(...boxes.map(({ y }) => y)) - MARGIN];
    const [right, bottom] = [
      Math.max(...boxes.map(({ x, width }) => x + width)) + BUTTON,
      Math.max(...boxes.map(({ y, height }) => y + height)) + LABEL,
    ];
    await this.picture(name, { x: left, y: top, width: right - left, height: bottom - top });
  }
}
