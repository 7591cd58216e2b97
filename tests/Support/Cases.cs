namespace Engagement.Tests.Support;

/// <summary>How many cases the tests of chance try.</summary>
static class Cases
{
#if MUTATION
    /// <summary>A tenth of them: ./engage mutate runs the tests again for every fault, and most fall to the first cases.</summary>
    public const int Divisor = 10;
#else
    public const int Divisor = 1;
#endif
}
