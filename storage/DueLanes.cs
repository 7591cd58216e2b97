namespace Engagement.Storage;

/// <summary>Lanes of the due index that no clock has. Others are 0 for the live one, or a rehearsal's number.</summary>
static class DueLanes
{
    public const long Live = 0;

    /// <summary>Live customers who are woken one at a time, since a process ended while it woke them.</summary>
    public const long Apart = -1;

    /// <summary>Live customers who are not woken any more.</summary>
    public const long GivenUp = -2;

    /// <summary>
    /// Where a live customer's commit puts the row: who was given up stays so until somebody lets them be woken again,
    /// and what is suspected of having ended a process stays so while it has not happened.
    /// </summary>
    public static long AfterCommit((long Lane, long At)? before, long? at) => before switch
    {
        (GivenUp, _) => GivenUp,
        (Apart, var was) when was == at => Apart,
        _ => Live,
    };

    /// <summary>Where a row goes that is set right: what was set apart comes back.</summary>
    public static long Home(long lane) => Math.Max(lane, Live);
}
