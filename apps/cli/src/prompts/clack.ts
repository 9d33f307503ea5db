// The questions that `kuma` asks: loaded whole, the library would bring all the others.
export { autocomplete, confirm, log, multiselect, password, select, text } from "@clack/prompts";
