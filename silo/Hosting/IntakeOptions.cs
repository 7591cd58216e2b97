namespace Engagement.Hosting;

/// <summary>Settings of the intake. They are the API's; a silo knows them because one file may be for both.</summary>
sealed class IntakeOptions
{
    /// <summary>More than a minute is a slip: a number without colons says days.</summary>
    public static readonly TimeSpan WaitLongest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a commit may be expected to wait before requests are turned away. Longer takes more of a burst, and
    /// lets everyone's answers come later. Default: two seconds.
    /// </summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Events of one workspace that may be under way in this process at once. So many should commit in less than
    /// <see cref="WaitMax"/>, or one workspace alone can have all others turned away. Default: ten thousand, as many as
    /// an array may have.
    /// </summary>
    public int EventsUnderWayMax { get; set; } = 10_000;
}
