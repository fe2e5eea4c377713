// Baseline: npm's `feed` doing what Byline's writers do. Answers the lines that benchmarks/repeating.py answers, but counts.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Feed } from "feed";

const SITE = "https://www.example.com";
const ADDRESS = "https://feeds.example.com/sections/world";
const [format, file] = process.argv.slice(2);
const articles = JSON.parse(readFileSync(file, "utf8")).map((article) => ({
  ...article,
  published: new Date(article.published),
  updated: new Date(article.updated),
}));
const updated = new Date(Math.max(...articles.map((article) => article.updated)));

function render() {
  const feed = new Feed({
    title: "World – The Gazette",
    id: "tag:example.com,2026:sections/world",
    link: `${SITE}/world`,
    description: "All about World.",
    language: "en",
    ttl: 15,
    image: "https://img.example.com/0.jpg",
    favicon: "https://img.example.com/icon.png",
    copyright: "© The Gazette",
    updated,
    author: { name: "The Gazette" },
    feedLinks: { rss: `${ADDRESS}/rss.xml`, atom: `${ADDRESS}/atom.xml` },
  });
  articles.forEach((article) => feed.addItem(entry(article)));
  return format === "rss" ? feed.rss2() : feed.atom1();
}

// An item has room for one attachment: an enclosure, or a picture without alt, caption or credit.
function entry({ id, title, url, published, updated, summary, content, authors, categories, enclosure }) {
  return {
    id,
    guid: id,
    title,
    link: url,
    published,
    date: updated,
    description: summary,
    content,
    author: authors.map(({ name, uri }) => ({ name, link: uri })),
    category: categories.map((name) => ({ name, term: name })),
    enclosure: { url: enclosure.url, length: enclosure.length, type: enclosure.media_type },
  };
}

function nanoseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

const document = render();
if (!articles.every(({ id }) => document.includes(id))) throw new Error("an article is missing");

for await (const line of createInterface({ input: process.stdin })) {
  const before = nanoseconds();
  for (let left = Number(line); left > 0; left -= 1) render();
  const taken = nanoseconds() - before;
  console.log(JSON.stringify({ cpu: taken, total: nanoseconds(), peak: process.resourceUsage().maxRSS }));
}
