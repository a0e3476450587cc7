/**
 * Draws icons/color.png and icons/outline.png from the SVG beside them. Run after a change of an SVG, with Debian's
 * chromium installed (or CHROMIUM_PATH set): `node --import tsx manifest/draw-icons.ts`. Nothing else needs it: the PNGs are committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { encodePng } from './png.ts';

const icons = [
  { name: 'color', size: 192, white: false },
  { name: 'outline', size: 32, white: true },
];

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
});
try {
  const page = await browser.newPage();
  for (const { name, size, white } of icons) {
    const svg = readFileSync(new URL(`icons/${name}.svg`, import.meta.url), 'utf8');
    const pixels = Uint8Array.from(await page.evaluate(draw, { svg, size }));
    // Teams asks for white alone; where the browser blends an edge, only the alpha carries it.
    if (white) pixels.forEach((_, index) => index % 4 !== 3 && (pixels[index] = 255));
    writeFileSync(new URL(`icons/${name}.png`, import.meta.url), encodePng(size, size, pixels));
  }
} finally {
  await browser.close();
}

/** Runs in the browser. */
async function draw({ svg, size }: { svg: string; size: number }): Promise<number[]> {
  const { document, Image } = globalThis as unknown as {
    document: { createElement(name: 'canvas'): { width: number; height: number; getContext(kind: '2d'): Canvas } };
    Image: new () => { src: string; decode(): Promise<void> };
  };
  type Canvas = {
    drawImage(image: unknown, x: number, y: number, w: number, h: number): void;
    getImageData(x: number, y: number, w: number, h: number): { data: Iterable<number> };
  };
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, size, size);
  return [...context.getImageData(0, 0, size, size).data];
}
