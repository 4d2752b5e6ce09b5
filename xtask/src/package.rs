//! From Trunk's output to the folders in `dist/`: which file goes where, minified.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::build::read;
use crate::hosts;
use crate::manifest::{self, Browser};
use crate::setup::Setup;
use crate::third_party;

/// What Trunk names after the binary `background`: of the extension, not of the site.
const BACKGROUND: &str = "background";

/// What the soak writes into its own copy of the extension, and what nobody is to get.
const SOAK_MARK: &[u8] = b"gatehouse-soak";

/// Writes `dist/site`, `dist/chrome` and `dist/firefox` anew from Trunk's output.
///
/// # Errors
/// When a source is missing, esbuild fails, a manifest names a file that the package lacks, or something of the soak is
/// in it.
pub fn package(setup: &Setup, trunk: &Path, dist: &Path, hosts: &[String]) -> Result<()> {
    let Setup { shell, root, .. } = setup;
    let entry = root.join("src").join("entry");
    minify_modules(setup, trunk)?;
    bundle(setup, &[entry.join("boot.js")], "esm", trunk)?;

    let site = dist.join("site");
    shell.remove_path(&site)?;
    for file in files_below(trunk)?.iter().filter(|file| !belongs_to_background(file)) {
        copy(shell, &trunk.join(file), &site.join(file))?;
    }
    let page = site.join("index.html");
    let allowing = hosts::allow(&read(&page)?, hosts)?;
    fs::write(&page, &allowing)?;
    refuse_soak(&site)?;

    let source = hosts::allow(&read(&root.join("manifest.json"))?, hosts)?;
    for browser in Browser::ALL {
        let folder = dist.join(browser.folder());
        shell.remove_path(&folder)?;
        for file in files_below(trunk)? {
            copy(shell, &trunk.join(&file), &folder.join(&file))?;
        }
        fs::write(folder.join("index.html"), &allowing)?;
        let in_page =
            ["content.js", "review_page.js", "review_page.css"].map(|file| entry.join(file));
        bundle(setup, &in_page, "iife", &folder)?;
        bundle_background(setup, &entry, &folder)?;
        let manifest = manifest::for_browser(&source, browser, env!("CARGO_PKG_VERSION"))?;
        fs::write(folder.join("manifest.json"), format!("{manifest:#}\n"))?;
        let missing: Vec<String> = manifest::files(&manifest)
            .into_iter()
            .filter(|file| !folder.join(file).is_file())
            .collect();
        if !missing.is_empty() {
            bail!(
                "manifest.json names files that the extension does not have: {}",
                missing.join(", ")
            );
        }
        refuse_soak(&folder)?;
    }
    let extensions = Browser::ALL.map(|browser| dist.join(browser.folder()));
    let folders: Vec<PathBuf> = extensions.into_iter().chain([site]).collect();
    third_party::write_texts(shell, root, &folders)
}

/// That nothing of the soak, whose clock is wrong on purpose, is in a package.
fn refuse_soak(folder: &Path) -> Result<()> {
    for file in files_below(folder)? {
        let path = folder.join(&file);
        let text = fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
        if text.windows(SOAK_MARK.len()).any(|part| part == SOAK_MARK) {
            bail!("{} is of the soak, and is never to be packaged", path.display());
        }
    }
    Ok(())
}

/// Whether a file of Trunk's output is of the background: only the extension has one.
fn belongs_to_background(file: &Path) -> bool {
    file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(BACKGROUND))
}

/// Minifies in place what wasm-bindgen wrote. (Trunk's own minifier can't read it.)
fn minify_modules(setup: &Setup, folder: &Path) -> Result<()> {
    let modules: Vec<PathBuf> = files_below(folder)?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "js"))
        .map(|file| folder.join(file))
        .collect();
    if modules.is_empty() {
        bail!("Trunk wrote no script into {}", folder.display());
    }
    let shell = &setup.shell;
    let esbuild = esbuild(setup);
    cmd!(shell, "node {esbuild} {modules...} --minify --format=esm --outbase={folder} --outdir={folder} --allow-overwrite --log-level=warning").quiet().run()?;
    Ok(())
}

/// Bundles and minifies our own scripts into `folder`: `iife` for classic scripts, `esm` for modules.
fn bundle(setup: &Setup, scripts: &[PathBuf], format: &str, folder: &Path) -> Result<()> {
    let shell = &setup.shell;
    let esbuild = esbuild(setup);
    cmd!(shell, "node {esbuild} {scripts...} --bundle --minify --format={format} --outdir={folder} --log-level=warning --allow-overwrite").quiet().run()?;
    Ok(())
}

/// Puts the worker's script and what wasm-bindgen wrote for it into one file, in `folder`, where the latter lies: a worker
/// that starts waits for each file that it reads.
fn bundle_background(setup: &Setup, entry: &Path, folder: &Path) -> Result<()> {
    let worker = folder.join("service_worker.js");
    copy(&setup.shell, &entry.join("service_worker.js"), &worker)?;
    bundle(setup, &[worker], "esm", folder)?;
    setup.shell.remove_path(folder.join(format!("{BACKGROUND}.js")))?;
    Ok(())
}

fn esbuild(setup: &Setup) -> PathBuf {
    setup.root.join("node_modules").join("esbuild").join("bin").join("esbuild")
}

fn copy(shell: &Shell, from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        shell.create_dir(folder)?;
    }
    fs::copy(from, to)
        .with_context(|| format!("{} can't be copied to {}", from.display(), to.display()))?;
    Ok(())
}

/// Every file below `folder`, relative to it, in order.
///
/// # Errors
/// When a folder can't be read.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(relative) = pending.pop() {
        let current = folder.join(&relative);
        for entry in fs::read_dir(&current)
            .with_context(|| format!("{} can't be read", current.display()))?
        {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                pending.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_soak_adds_to_its_copy_is_refused_in_a_package() {
        let folder = std::env::temp_dir().join(format!("gatehouse-soak-{}", std::process::id()));
        fs::create_dir_all(folder.join("deeper")).unwrap();
        fs::write(folder.join("index.html"), "<script src=\"boot.js\"></script>").unwrap();
        assert!(refuse_soak(&folder).is_ok());
        let mark = fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/soak/quick_copy.mjs"),
        )
        .unwrap();
        let mark = mark.split("MARK = '").nth(1).unwrap().split('\'').next().unwrap();
        fs::write(folder.join("deeper").join("any.js"), format!("// {mark}\n")).unwrap();
        let refused = refuse_soak(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert!(refused.unwrap_err().to_string().contains("any.js"));
    }

    #[test]
    fn the_site_leaves_the_background_out() {
        assert!(belongs_to_background(Path::new("background.js")));
        assert!(belongs_to_background(Path::new("background_bg.wasm")));
        assert!(!belongs_to_background(Path::new("app-1f2e_bg.wasm")));
        assert!(!belongs_to_background(Path::new("snippets/gatehouse/inline0.js")));
    }
}
