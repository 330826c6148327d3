import { races } from '../instances/races.ts'

races(200)
