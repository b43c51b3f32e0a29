//! Files that come with a form: read while they come, by few at once, and only from who may send
//! one.
//!
//! **A file** comes with the form that lists its ticket, or later from the ticket's page. Who sends
//! it and whose ticket it is are known before its first byte is read. `multipart` reads the form
//! part by part; the file is written to `files/incoming/` while its digest is taken, and then
//! its structure is walked through. It is what its content is, whatever its name and declared type
//! say. Several come by one form once their tickets are listed, or one document whose pages they
//! are. What breaks off is deleted when its request ends. `actors/attaching.rs` has what
//! becomes of a whole one.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::{FromRequest, FromRequestParts as _, Request},
    http::{HeaderMap, Method, header::CONTENT_TYPE},
    response::Response,
};
use tokio::{sync::Semaphore, time::Instant};

use super::{
    Edge, HttpError, HttpResult,
    client::Client,
    error::Busy,
    form::Form,
    multipart::{Multipart, Pace, PartHead, Patience, boundary},
    presenters,
    shares::{NoShare, Share, Shares},
    visitor::Visitor,
};
use crate::{
    domain::rules::ticket::TicketRefusal,
    files::{
        ApartError, FILE_BYTES_MAX, Files, IncomingError, NoPages, PictureError, ReceivedFile,
        ReceivedPicture, Unfit,
    },
    types::{Quantity, UserId},
    usecases::{Code, RefusalCode},
    views::PageContext,
};

/// How long a file may take: 10 MB over a slow phone line.
const UPLOAD_TIME: Duration = Duration::from_secs(300);
/// How long we wait for the rest of what is refused already: it is read so that the browser shows
/// the answer and not a broken connection.
const REST_IDLE: Duration = Duration::from_secs(2);
/// How much more than files may have is read, refused or not.
const BODY_BYTES_MORE: u64 = 3 * FILE_BYTES_MAX as u64;
/// How long several files may take that come with one form.
const SEVERAL_TIME: Duration = Duration::from_secs(900);
/// So much is written to the disk at once.
const WRITE_BYTES: usize = 128 * 1024;
/// How many files one user sends at once. From one address come a quarter of all at most.
const OF_ONE_USER_MAX: usize = 4;
/// The field.
const FILE: &str = "file";

/// Places for files that come.
pub(super) struct Uploads {
    /// From whom, and from which addresses, files come now.
    of_users: Shares<UserId>,
    of_clients: Shares<Client>,
    /// Of what has come, so much is checked and written at once: a thread for each would take the
    /// processor from those who look around and buy.
    writers: Semaphore,
    /// Of pictures one is made small at a time: it takes much memory.
    pictures: Arc<Semaphore>,
}

/// A place, as long as this is there.
struct UploadPlace {
    _of_user: Share<UserId>,
    _of_client: Share<Client>,
}

impl Uploads {
    /// So many.
    pub(super) fn of(count_max: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let of_one_client_max = (count_max / 4).max(OF_ONE_USER_MAX);
        Self {
            of_users: Shares::new(count_max, OF_ONE_USER_MAX),
            of_clients: Shares::new(count_max, of_one_client_max),
            writers: Semaphore::new((cores / 2).max(1)),
            pictures: Arc::new(Semaphore::new(1)),
        }
    }

    fn place(&self, user: UserId, client: Client) -> HttpResult<UploadPlace> {
        let _of_user = self.of_users.take(user).map_err(|none| match none {
            NoShare::All => HttpError::Overloaded(Busy::Files),
            NoShare::Own => HttpError::Overloaded(Busy::YourFiles),
        })?;
        let _of_client =
            self.of_clients.take(client).map_err(|_| HttpError::Overloaded(Busy::Files))?;
        Ok(UploadPlace { _of_user, _of_client })
    }
}

/// A form that may have come with a file.
pub(super) struct Sent {
    pub(super) form: Form,
    pub(super) file: SentFile,
}

/// The file that came with a form, if one was chosen. Dropped, nothing of it stays.
pub(super) type SentFile = Result<Option<ReceivedFile>, FileRefusal>;

/// Why a file is refused, for who sent it.
#[derive(Debug, Clone)]
pub(super) enum FileRefusal {
    /// None came where one must.
    Missing,
    /// More than one came.
    Several,
    /// One came for several tickets.
    OfOneTicket,
    /// It could be taken, but there is something else about the form to mend: browsers do not send
    /// it again by themselves.
    ChooseAgain,
    /// It is too large.
    TooLarge,
    /// It is no ticket.
    Unfit(Unfit),
    /// More came than there are tickets that lack one.
    MoreFiles,
    /// Its pages cannot be taken apart.
    NoPages(NoPages),
    /// It has more or fewer pages than there are tickets that lack a file.
    OtherPages { pages: usize, tickets: usize },
    /// It is no picture that can be shown.
    NoPicture,
    /// It is a picture that would take too much memory.
    TooMuch,
    /// The ticket does not take it.
    NotTaken(TicketRefusal),
}

impl RefusalCode for FileRefusal {
    fn code(&self) -> Code {
        match self {
            Self::Missing => Code::FileRequired,
            Self::Several | Self::MoreFiles => Code::SeveralFiles,
            Self::OfOneTicket => Code::FileForSeveralTickets,
            Self::ChooseAgain => Code::FileNotTaken,
            Self::TooLarge => Code::FileTooLarge,
            Self::Unfit(_)
            | Self::NoPages(_)
            | Self::OtherPages { .. }
            | Self::NoPicture
            | Self::TooMuch => Code::FileUnfit,
            Self::NotTaken(refusal) => refusal.code(),
        }
    }
}

impl FileRefusal {
    /// In the words of who sent it.
    pub(super) fn message(&self, context: &PageContext<'_>) -> String {
        let t = context.language;
        match self {
            Self::Missing => t.choose_a_file().into(),
            Self::Several => t.choose_one_file().into(),
            Self::OfOneTicket => t.file_for_one_ticket().into(),
            Self::ChooseAgain => t.choose_file_again().into(),
            Self::TooLarge => t.file_too_large().into(),
            Self::Unfit(Unfit::OtherKind) => t.file_of_other_kind().into(),
            Self::Unfit(Unfit::Broken(kind)) => t.file_is_broken(kind.name()),
            Self::MoreFiles => t.more_files_than_tickets().into(),
            Self::NoPages(NoPages::Encrypted) => t.pages_are_locked().into(),
            Self::NoPages(NoPages::Damaged | NoPages::TooMuch) => t.pages_not_apart().into(),
            Self::OtherPages { pages, tickets } => t.other_pages(*pages, *tickets),
            Self::NoPicture => t.no_picture().into(),
            Self::TooMuch => t.picture_too_much().into(),
            Self::NotTaken(refusal) => presenters::not_attachable(refusal, context),
        }
    }
}

/// The file for what a form lists: one ticket, and not several.
pub(super) fn file_for_listing(file: SentFile, form: &Form) -> SentFile {
    match file? {
        Some(_) if is_for_several(form) => Err(FileRefusal::OfOneTicket),
        received => Ok(received),
    }
}

fn is_for_several(form: &Form) -> bool {
    Quantity::parse(form.get("quantity")).is_ok_and(|n| n > Quantity::ONE)
}

/// Whether a request is to be read while it comes: a form of parts, which may be larger than forms
/// are.
pub(super) fn brings_a_file(request: &Request, form_bytes_max: usize) -> bool {
    let is_small = request.body().size_hint().upper().is_some_and(|n| n <= form_bytes_max as u64);
    request.method() == Method::POST && !is_small && boundary_of(request.headers()).is_some()
}

fn boundary_of(headers: &HeaderMap) -> Option<&str> {
    boundary(headers.get(CONTENT_TYPE)?.to_str().ok()?)
}

impl FromRequest<Edge> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, edge: &Edge) -> Result<Self, Response> {
        if boundary_of(request.headers()).is_none() {
            return Ok(Self { form: Form::from_request(request, edge).await?, file: Ok(None) });
        }
        let (mut parts, body) = request.into_parts();
        // Each page with such a form has asked before, by `SignedIn`, who that is.
        let visitor = Visitor::from_request_parts(&mut parts, edge).await?;
        let user = visitor.user().ok_or(HttpError::NotFound)?;
        let Ok(client) = Client::from_request_parts(&mut parts, edge).await;
        Ok(receive(edge, user, client, &parts.headers, body).await?)
    }
}

/// Reads a form of parts; its file is written to the disk and checked while it comes.
pub(super) async fn receive(
    edge: &Edge,
    user: UserId,
    client: Client,
    headers: &HeaderMap,
    body: Body,
) -> HttpResult<Sent> {
    let mut coming = Coming::begin(edge, (user, client), headers, body, 1)?;
    let read = read(edge, &mut coming.parts, edge.config.server.body_bytes_max).await;
    coming.ended(read)
}

/// Reads a form of parts whose file is text of so many bytes at the most, as one more field.
pub(super) async fn receive_text(
    edge: &Edge,
    user: UserId,
    client: Client,
    headers: &HeaderMap,
    body: Body,
    bytes_max: usize,
) -> HttpResult<Form> {
    let mut coming = Coming::begin(edge, (user, client), headers, body, 1)?;
    let read = read_text(&mut coming.parts, bytes_max).await;
    coming.ended(read)
}

async fn read_text(parts: &mut Multipart, bytes_max: usize) -> HttpResult<Form> {
    let (mut form, mut bytes_left) = (Form::default(), bytes_max);
    while let Some(head) = parts.next().await? {
        bytes_left = bytes_left.checked_sub(head.name.len()).ok_or(HttpError::TooLarge)?;
        let typed = text(parts, &mut bytes_left).await?;
        form.add(head.name, typed);
    }
    Ok(form)
}

/// Reads a form of parts with several files, in the order in which they come: of more than a form
/// lists tickets the rest is not read.
pub(super) async fn receive_several(
    edge: &Edge,
    user: UserId,
    client: Client,
    headers: &HeaderMap,
    body: Body,
) -> HttpResult<Vec<Result<ReceivedFile, FileRefusal>>> {
    let mut coming = Coming::begin(edge, (user, client), headers, body, Quantity::MAX.get())?;
    let read = read_several(edge, &mut coming.parts, edge.config.server.body_bytes_max).await;
    coming.ended(read)
}

/// A form of parts that comes.
struct Coming {
    parts: Multipart,
    is_too_large: bool,
    _place: Option<UploadPlace>,
}

impl Coming {
    /// With so many files at the most.
    fn begin(
        edge: &Edge,
        (user, client): (UserId, Client),
        headers: &HeaderMap,
        body: Body,
        files: usize,
    ) -> HttpResult<Self> {
        let boundary = boundary_of(headers).ok_or(HttpError::NotAForm)?;
        let form_bytes_max = edge.config.server.body_bytes_max;
        let (least, most) = (body.size_hint().lower(), body.size_hint().upper());
        let _place = match most {
            Some(most) if most <= form_bytes_max as u64 => None,
            _ => Some(edge.uploads.place(user, client)?),
        };
        let files_bytes = files as u64 * u64::from(FILE_BYTES_MAX);
        let bytes_max = files_bytes + BODY_BYTES_MORE;
        if least > bytes_max {
            return Err(HttpError::TooLarge);
        }
        let is_too_large = least > files_bytes + form_bytes_max as u64;
        let idle = match is_too_large {
            true => REST_IDLE,
            false => Duration::from_secs(edge.config.server.head_seconds),
        };
        let now = Instant::now();
        let time = if files > 1 { SEVERAL_TIME } else { UPLOAD_TIME };
        let patience = Patience { until: now + time, idle, pace: Pace::from(now) };
        let parts = Multipart::new(body, boundary, bytes_max, patience);
        Ok(Self { parts, is_too_large, _place })
    }

    fn ended<T>(self, read: HttpResult<T>) -> HttpResult<T> {
        match read {
            Err(HttpError::CutOff) if self.is_too_large => Err(HttpError::TooLarge),
            read => read,
        }
    }
}

/// Takes a document apart whose pages are so many tickets; by few at once, as all that is checked.
pub(super) async fn taken_apart(
    edge: &Edge,
    received: ReceivedFile,
    tickets: usize,
) -> HttpResult<Result<Vec<ReceivedFile>, FileRefusal>> {
    let files = edge.market.storage().files().cloned();
    let files = files.ok_or_else(|| HttpError::Internal("this storage keeps no files".into()))?;
    // The semaphore is never closed.
    let _turn = edge.uploads.writers.acquire().await.ok();
    match blocking(move || files.take_apart(&received, tickets)).await? {
        Ok(pages) => Ok(Ok(pages)),
        Err(ApartError::NoPages(why)) => Ok(Err(FileRefusal::NoPages(why))),
        Err(ApartError::OtherCount(pages)) => Ok(Err(FileRefusal::OtherPages { pages, tickets })),
        Err(ApartError::Page(refused)) => refusal(refused).map(Err),
    }
}

/// Makes an event's picture of a file; one at a time, even if whoever asked has gone.
pub(super) async fn pictured(
    edge: &Edge,
    received: ReceivedFile,
) -> HttpResult<Result<ReceivedPicture, FileRefusal>> {
    let files = edge.market.storage().files().cloned();
    let files = files.ok_or_else(|| HttpError::Internal("this storage keeps no files".into()))?;
    // The semaphore is never closed.
    let turn = edge.uploads.pictures.clone().acquire_owned().await.ok();
    let made = blocking(move || {
        let _turn = turn;
        files.picture_of(&received)
    });
    match made.await? {
        Ok(picture) => Ok(Ok(picture)),
        Err(PictureError::NoPicture) => Ok(Err(FileRefusal::NoPicture)),
        Err(PictureError::TooMuch) => Ok(Err(FileRefusal::TooMuch)),
        Err(PictureError::File(refused)) => refusal(refused).map(Err),
    }
}

async fn read_several(
    edge: &Edge,
    parts: &mut Multipart,
    form_bytes_max: usize,
) -> HttpResult<Vec<Result<ReceivedFile, FileRefusal>>> {
    let (mut files, mut form_bytes_left) = (vec![], form_bytes_max);
    while let Some(head) = parts.next().await? {
        if head.name != FILE {
            text(parts, &mut form_bytes_left).await?;
        } else if files.len() < Quantity::MAX.get() {
            let file = file(edge, parts, &head, &Form::default()).await?;
            files.extend(file.transpose());
        } else {
            files.push(Err(FileRefusal::MoreFiles));
            return Ok(files);
        }
    }
    Ok(files)
}

async fn read(edge: &Edge, parts: &mut Multipart, form_bytes_max: usize) -> HttpResult<Sent> {
    let mut sent = Sent { form: Form::default(), file: Ok(None) };
    let mut form_bytes_left = form_bytes_max;
    loop {
        let head = match parts.next().await {
            Ok(Some(head)) => head,
            // What is refused already need not come to its end.
            Err(_) if sent.file.is_err() => return Ok(sent),
            Ok(None) => return Ok(sent),
            Err(error) => return Err(error),
        };
        if head.name != FILE {
            form_bytes_left =
                form_bytes_left.checked_sub(head.name.len()).ok_or(HttpError::TooLarge)?;
            let typed = text(parts, &mut form_bytes_left).await?;
            sent.form.add(head.name, typed);
            continue;
        }
        let file = file(edge, parts, &head, &sent.form).await?;
        sent.file = match (sent.file, file) {
            (before, Ok(None)) => before,
            (Ok(None), file) => file,
            _ => Err(FileRefusal::Several),
        };
    }
}

async fn text(parts: &mut Multipart, bytes_left: &mut usize) -> HttpResult<String> {
    let mut typed = vec![];
    while let Some(chunk) = parts.chunk().await? {
        *bytes_left = bytes_left.checked_sub(chunk.len()).ok_or(HttpError::TooLarge)?;
        typed.extend(chunk);
    }
    String::from_utf8(typed).map_err(|_| HttpError::NotUtf8)
}

/// `form` is what stood before it.
async fn file(
    edge: &Edge,
    parts: &mut Multipart,
    head: &PartHead,
    form: &Form,
) -> HttpResult<SentFile> {
    let Some(first) = parts.chunk().await? else {
        // Browsers send a part without a name if no file is chosen.
        return match head.file_name.is_empty() {
            true => Ok(Ok(None)),
            false => Ok(Err(FileRefusal::Unfit(Unfit::OtherKind))),
        };
    };
    if is_for_several(form) {
        return Ok(not_taken(parts, FileRefusal::OfOneTicket).await);
    }
    let files = edge.market.storage().files().cloned();
    let files = files.ok_or_else(|| HttpError::Internal("this storage keeps no files".into()))?;
    match store(edge, files, parts, first).await? {
        Ok(received) => Ok(Ok(Some(received))),
        Err(refused) => Ok(not_taken(parts, refusal(refused)?).await),
    }
}

/// Passes over a file, or what has not come of it: however that ends, the answer is the same.
async fn not_taken(parts: &mut Multipart, refusal: FileRefusal) -> SentFile {
    parts.patience.idle = REST_IDLE;
    while let Ok(Some(_)) = parts.chunk().await {}
    Err(refusal)
}

async fn store(
    edge: &Edge,
    files: Arc<Files>,
    parts: &mut Multipart,
    first: Bytes,
) -> HttpResult<Result<ReceivedFile, IncomingError>> {
    let mut incoming = match blocking(move || files.begin()).await? {
        Ok(incoming) => incoming,
        Err(error) => return Ok(Err(error.into())),
    };
    let mut unwritten = Vec::from(first);
    loop {
        let more = parts.chunk().await?;
        let is_over = more.is_none();
        unwritten.extend(more.unwrap_or_default());
        if unwritten.len() >= WRITE_BYTES || is_over {
            let bytes = std::mem::take(&mut unwritten);
            // The semaphore is never closed.
            let _turn = edge.uploads.writers.acquire().await.ok();
            incoming = match blocking(move || incoming.write(&bytes).map(|()| incoming)).await? {
                Ok(incoming) => incoming,
                Err(refused) => return Ok(Err(refused)),
            };
        }
        if is_over {
            return blocking(move || incoming.finish()).await;
        }
    }
}

/// Waits for the disk on a thread of its own; goes on there if whoever asked has gone.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> HttpResult<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(HttpError::internal)
}

fn refusal(refused: IncomingError) -> HttpResult<FileRefusal> {
    match refused {
        IncomingError::TooLarge => Ok(FileRefusal::TooLarge),
        IncomingError::Unfit(unfit) => Ok(FileRefusal::Unfit(unfit)),
        IncomingError::Disk(error) => Err(HttpError::NotDone(error.to_string())),
    }
}
