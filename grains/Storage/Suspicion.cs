namespace Engagement.Storage;

/// <summary>
/// How often a process ended while it had a piece of work in its hands. What was among much other work then is done
/// again one piece at a time; what is met a second time is done with nothing beside it; and what was all that several
/// processes had in their hands when they ended is at fault.
/// </summary>
/// <param name="Ends">Processes that ended with it in their hands, beside others or alone.</param>
/// <param name="LoneEnds">Processes that ended while it was all that they had in their hands.</param>
public readonly record struct Suspicion(int Ends, int LoneEnds)
{
    /// <summary>After so many ends it is done with nothing beside it.</summary>
    public const int EndsBesideOthers = 2;

    /// <summary>After so many ends at which it was alone it is given up.</summary>
    public const int LoneEndsMax = 3;

    public const string Reason =
        "It was given up: three processes ended in a row while this was the only work that they had in their hands.";

    public bool MustBeAlone => Ends >= EndsBesideOthers;

    public bool IsAtFault => LoneEnds >= LoneEndsMax;
}
