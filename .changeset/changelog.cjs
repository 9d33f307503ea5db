// How a change stands in the CHANGELOG.md of a package: its title, then the paragraph. All packages have one version, so that
// nothing is said of a dependency that has a new one.
const getReleaseLine = async ({ summary }) => {
  const [title, ...text] = summary.trim().split("\n");
  return `- ${[`**${title}**`, ...text].join("\n").replaceAll(/\n(?=.)/g, "\n  ")}\n`;
};
const getDependencyReleaseLine = async () => "";

module.exports = { getReleaseLine, getDependencyReleaseLine };
