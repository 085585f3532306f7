// docxtemplater and easy-template-x, each making so many documents of one template; milliseconds a document.
// node notices_node.mjs docxtemplater|easy-template-x TEMPLATE CONTEXT FOLDER COUNT
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , engine, templatePath, contextPath, folder, count] = process.argv;
const require = createRequire(join(process.cwd(), "package.json"));
const template = readFileSync(templatePath);
const context = JSON.parse(readFileSync(contextPath, "utf-8"));

function docxtemplater() {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  return async (data) => {
    const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    made.render(data);
    return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

function easyTemplateX() {
  const { TemplateHandler } = require("easy-template-x");
  const handler = new TemplateHandler();
  return async (data) => handler.process(template, data);
}

const make = engine === "docxtemplater" ? docxtemplater() : easyTemplateX();
await make(context); // the first one loads and compiles
const start = performance.now();
for (let number = 1; number <= Number(count); number++) {
  writeFileSync(join(folder, `${number}.docx`), await make({ ...context, addressee: `第${number}社会组织` }));
}
console.log((performance.now() - start) / Number(count));
