//! The browser's cryptography (`crypto.subtle`) as the vault's cipher.

use js_sys::{Array, ArrayBuffer, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::super::cipher::{Cipher, NoCryptography};
use super::super::passphrase::Passphrase;
use super::super::record::{CHECK, IV, SALT};

// Source: https://w3c.github.io/webcrypto/
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(array: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    async fn import_key(
        format: &str,
        bytes: &Uint8Array,
        algorithm: &str,
        extractable: bool,
        usages: &Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = deriveBits)]
    async fn derive_bits(algorithm: &Object, key: &JsValue, bits: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = deriveKey)]
    async fn derive_key(
        algorithm: &Object,
        key: &JsValue,
        of: &Object,
        extractable: bool,
        usages: &Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn encrypt(
        algorithm: &Object,
        key: &JsValue,
        plain: &Uint8Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn decrypt(
        algorithm: &Object,
        key: &JsValue,
        sealed: &Uint8Array,
    ) -> Result<JsValue, JsValue>;
}

/// What the two values that HKDF makes are for.
const FOR_KEY: &[u8] = b"gatehouse vault key";
const FOR_CHECK: &[u8] = b"gatehouse vault check";

/// The browser's cryptography.
#[derive(Debug, Clone, Copy, Default)]
pub struct WebCrypto;

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Fails for no plain object.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn texts(texts: &[&str]) -> Array {
    texts.iter().map(|text| JsValue::from_str(text)).collect()
}

fn buffer(value: JsValue) -> Uint8Array {
    Uint8Array::new(&ArrayBuffer::from(value))
}

fn hkdf(info: &[u8]) -> Object {
    object(&[
        ("name", "HKDF".into()),
        ("hash", "SHA-256".into()),
        // What is derived from has the entropy of its salt already.
        ("salt", Uint8Array::new_with_length(0).into()),
        ("info", Uint8Array::from(info).into()),
    ])
}

fn aes(iv: &[u8; IV], bound: &[u8]) -> Object {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(iv.as_slice()).into()),
        ("additionalData", Uint8Array::from(bound).into()),
        ("tagLength", 128.into()),
    ])
}

impl WebCrypto {
    async fn stretch(
        passphrase: &Passphrase,
        salt: &[u8; SALT],
        iterations: u32,
    ) -> Result<(JsValue, [u8; CHECK]), JsValue> {
        // Keyboards differ in how they compose the same letter.
        let typed = String::from(JsString::from(passphrase.reveal()).normalize("NFC"));
        let typed = Uint8Array::from(typed.as_bytes());
        let password = import_key("raw", &typed, "PBKDF2", false, &texts(&["deriveBits"])).await?;
        typed.fill(0, 0, typed.length());
        let pbkdf2 = object(&[
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(salt.as_slice()).into()),
            ("iterations", iterations.into()),
        ]);
        let stretched = buffer(derive_bits(&pbkdf2, &password, 256).await?);
        let usages = texts(&["deriveKey", "deriveBits"]);
        let source = import_key("raw", &stretched, "HKDF", false, &usages).await?;
        stretched.fill(0, 0, stretched.length());
        let of = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
        let usages = texts(&["encrypt", "decrypt"]);
        let key = derive_key(&hkdf(FOR_KEY), &source, &of, false, &usages).await?;
        let mut check = [0; CHECK];
        buffer(derive_bits(&hkdf(FOR_CHECK), &source, 128).await?).copy_to(&mut check);
        Ok((key, check))
    }
}

impl Cipher for WebCrypto {
    type Key = JsValue;

    fn randomize(&self, bytes: &mut [u8]) -> Result<(), NoCryptography> {
        let length = u32::try_from(bytes.len()).map_err(|_| NoCryptography)?;
        let array = Uint8Array::new_with_length(length);
        get_random_values(&array).map_err(|_| NoCryptography)?;
        array.copy_to(bytes);
        Ok(())
    }

    async fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; SALT],
        iterations: u32,
    ) -> Result<(JsValue, [u8; CHECK]), NoCryptography> {
        Self::stretch(passphrase, salt, iterations).await.map_err(|_| NoCryptography)
    }

    async fn seal(
        &self,
        key: &JsValue,
        iv: &[u8; IV],
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, NoCryptography> {
        let sealed = encrypt(&aes(iv, bound), key, &Uint8Array::from(plain)).await;
        Ok(buffer(sealed.map_err(|_| NoCryptography)?).to_vec())
    }

    async fn open(
        &self,
        key: &JsValue,
        iv: &[u8; IV],
        bound: &[u8],
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let opened = decrypt(&aes(iv, bound), key, &Uint8Array::from(sealed)).await;
        opened.ok().map(|plain| buffer(plain).to_vec())
    }
}
