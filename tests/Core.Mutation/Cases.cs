namespace Engagement.Tests.Support;

/// <summary>A tenth of the cases of chance: the tests run again for every fault, and most fall to the first.</summary>
static class Cases
{
    public const int Divisor = 10;
}
