//! Gives a text to the browser to save as a file.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// For how long the browser may take to read the text.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Offers `text` as a file. Whether it was saved is between the browser and the person.
///
/// # Errors
/// Says what the browser threw.
pub fn download(file_name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(file_name);
    // Never in the document: a click on it there would be everyone's to hear.
    link.click();
    set_timeout(
        move || {
            // An address that is unknown by now is let go already.
            let _ = Url::revoke_object_url(&url);
        },
        KEPT_FOR,
    );
    Ok(())
}
