//! The history in the browser's IndexedDB, which no other file names.
//!
//! Two object stores have texts by key: `lists` the record of each list by `[owner, list]`,
//! `requests` each request by `[owner, list, id]`. A form that this version can't read has a higher
//! [`VERSION`]. A connection lasts for one operation, so that none keeps another page from changing
//! the form, or from erasing.

use std::future::IntoFuture;

use futures::FutureExt;
use futures::future::try_join_all;
use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode, TransactionResult,
};
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::github::scope::Scope;
use crate::inbox::history::{Held, Kept, Reading, Record};
use crate::ui::history_store::{Answer, HistoryError, HistoryStore, Listed, key};

/// The database's name.
pub const NAME: &str = "gatehouse-history";

/// The version of the form in which things are kept.
pub const VERSION: u32 = 1;

const LISTS: &str = "lists";
const REQUESTS: &str = "requests";

/// How many requests are looked up at once.
const AT_ONCE: usize = 256;

/// The browser's IndexedDB.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryDatabase;

fn failure(error: Error) -> HistoryError {
    match error {
        // Where nothing may be kept, some browsers don't have it at all.
        Error::IndexedDbNotFound(_) => HistoryError::Refused,
        error => HistoryError::from_words(&error.to_string()),
    }
}

/// A connection that ends with its operation.
struct Connection(Database);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Connection {
    async fn open() -> Result<Self, HistoryError> {
        let mut request = Factory::new()
            .and_then(|factory| factory.open(NAME, Some(VERSION)))
            .map_err(failure)?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            for name in [LISTS, REQUESTS] {
                // Fails for no new database; without a store every operation fails and says so.
                let _ = database.create_object_store(name, ObjectStoreParams::new());
            }
        });
        Ok(Self(request.await.map_err(failure)?))
    }

    fn begin(&self, mode: TransactionMode) -> Result<Work, HistoryError> {
        let begun = self.0.transaction(&[LISTS, REQUESTS], mode).and_then(|transaction| {
            let lists = transaction.object_store(LISTS)?;
            let requests = transaction.object_store(REQUESTS)?;
            Ok(Work { transaction, lists, requests })
        });
        begun.map_err(failure)
    }
}

/// A transaction over both stores.
struct Work {
    transaction: Transaction,
    lists: ObjectStore,
    requests: ObjectStore,
}

impl Work {
    /// What an operation failed with: where that undid the whole transaction, its cause.
    fn cause(lists: &ObjectStore, error: Error) -> HistoryError {
        let cause = lists.transaction().error().map(Error::DomException);
        failure(cause.unwrap_or(error))
    }

    async fn record(&self, owner: &str, scope: &Scope) -> Result<Option<Record>, HistoryError> {
        let at = list_key(owner, &key(scope));
        let found = match self.lists.get(at) {
            Ok(request) => request.await,
            Err(error) => Err(error),
        };
        match found.map_err(|error| Self::cause(&self.lists, error))? {
            None => Ok(None),
            Some(text) => Record::read(&words(&text)).map(Some).ok_or(HistoryError::Unreadable),
        }
    }

    async fn keep(&self, owner: &str, reading: &Reading, record: &mut Record) -> Result<(), Error> {
        let list = key(&reading.scope);
        for rows in reading.rows.chunks(AT_ONCE) {
            let kept = rows.iter().filter_map(|row| Kept::of(&row.request, reading.at));
            let kept = kept.filter_map(|kept| {
                let id = kept.request.id?.to_string();
                let at: JsValue =
                    Array::of3(&owner.into(), &list.as_str().into(), &id.into()).into();
                Some((at, kept))
            });
            let kept: Vec<(JsValue, Kept)> = kept.collect();
            let asked = kept.iter().map(|(at, _)| self.requests.get(at.clone()));
            let asked = asked.collect::<Result<Vec<_>, _>>()?;
            let before = try_join_all(asked.into_iter().map(IntoFuture::into_future)).await?;
            for ((at, kept), before) in kept.iter().zip(before) {
                let before = before.as_ref().map(words);
                if let Some(text) = record.keep(before.as_deref(), kept) {
                    // What it comes to is the transaction's to say.
                    self.requests.put(&text.into(), Some(at))?;
                }
            }
        }
        record.finish(reading);
        self.lists.put(&record.text().into(), Some(&list_key(owner, &list)))?;
        Ok(())
    }

    /// Waits for all that was begun to be written. To be called in the same turn as the last of it.
    async fn finish(self) -> Result<(), HistoryError> {
        let Self { transaction, lists, .. } = self;
        match transaction.await {
            Ok(TransactionResult::Committed) => Ok(()),
            Ok(TransactionResult::Aborted) => Err(Self::cause(&lists, Error::DomExceptionNotFound)),
            Err(error) => Err(Self::cause(&lists, error)),
        }
    }
}

/// A text that was kept; of anything else nothing can be read.
fn words(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn list_key(owner: &str, list: &str) -> JsValue {
    Array::of2(&owner.into(), &list.into()).into()
}

/// Every key that begins with these parts.
fn beginning_with(parts: &[&str]) -> Result<KeyRange, Error> {
    let lower: Array = parts.iter().map(|part| JsValue::from(*part)).collect();
    let upper = lower.concat(&Array::new());
    // An array comes after every text.
    upper.push(&Array::new());
    KeyRange::bound(&lower.into(), &upper.into(), None, None)
}

async fn listed(owner: String) -> Result<Vec<Listed>, HistoryError> {
    let connection = Connection::open().await?;
    let Work { lists, .. } = connection.begin(TransactionMode::ReadOnly)?;
    let range = || Ok(Some(Query::from(beginning_with(&[&owner])?)));
    let found = async {
        let (keys, texts) = (lists.get_all_keys(range()?, None)?, lists.get_all(range()?, None)?);
        Ok((keys.await?, texts.await?))
    };
    let (keys, texts) = found.await.map_err(failure)?;
    let listed = keys.into_iter().zip(texts).map(|(at, text)| Listed {
        key: words(&Array::from(&at).get(1)),
        record: Record::read(&words(&text)),
    });
    Ok(listed.collect())
}

async fn read(owner: String, scope: Scope) -> Result<Held, HistoryError> {
    let connection = Connection::open().await?;
    let work = connection.begin(TransactionMode::ReadOnly)?;
    let record = work.record(&owner, &scope).await?;
    let texts = async {
        let range = beginning_with(&[&owner, &key(&scope)])?;
        work.requests.get_all(Some(range.into()), None)?.await
    };
    let texts = texts.await.map_err(failure)?;
    Ok(Held {
        record: record.unwrap_or_else(|| Record::new(scope)),
        texts: texts.iter().map(words).collect(),
    })
}

async fn merge(owner: String, reading: Reading) -> Result<Record, HistoryError> {
    let connection = Connection::open().await?;
    let work = connection.begin(TransactionMode::ReadWrite)?;
    let record = work.record(&owner, &reading.scope).await?;
    let mut record = record.unwrap_or_else(|| Record::new(reading.scope.clone()));
    if let Err(error) = work.keep(&owner, &reading, &mut record).await {
        let cause = Work::cause(&work.lists, error);
        // It may have been undone already.
        let _ = work.transaction.abort();
        return Err(cause);
    }
    work.finish().await?;
    Ok(record)
}

async fn erase(owner: String, list: Option<String>) -> Result<(), HistoryError> {
    let connection = Connection::open().await?;
    let work = connection.begin(TransactionMode::ReadWrite)?;
    let begun = || {
        let parts: Vec<&str> = std::iter::once(&*owner).chain(list.as_deref()).collect();
        work.requests.delete(beginning_with(&parts)?)?;
        work.lists.delete(beginning_with(&parts)?)?;
        Ok(())
    };
    begun().map_err(failure)?;
    work.finish().await
}

impl HistoryStore for HistoryDatabase {
    fn listed(&self, owner: &str) -> Answer<Vec<Listed>> {
        listed(owner.to_owned()).boxed_local()
    }

    fn read(&self, owner: &str, scope: &Scope) -> Answer<Held> {
        read(owner.to_owned(), scope.clone()).boxed_local()
    }

    fn merge(&self, owner: &str, reading: Reading) -> Answer<Record> {
        merge(owner.to_owned(), reading).boxed_local()
    }

    fn erase(&self, owner: &str, key: Option<&str>) -> Answer<()> {
        erase(owner.to_owned(), key.map(str::to_owned)).boxed_local()
    }
}
